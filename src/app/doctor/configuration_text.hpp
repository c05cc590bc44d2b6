#pragma once

#include <cstddef>
#include <string_view>

namespace sallyport {

/// What is read of a section's name in a file of sections.
inline constexpr std::size_t kLongestSection = 1000;

/// Whether "proxy" is in it, whatever its case.
[[nodiscard]] bool concerns_proxy(std::string_view name);
/// Without blanks around it, and without the `\r` of a line.
[[nodiscard]] std::string_view trimmed_line(std::string_view text);
/// Without the quotes around it, double or single, when there is one at either end.
[[nodiscard]] std::string_view unquoted(std::string_view raw);
/// What stands before a comment: from one of its `signs` on that is the first character, or has a blank before it.
[[nodiscard]] std::string_view without_comment(std::string_view raw, std::string_view signs);

/// A line of a text, cut off before `\n` or `\r\n`.
struct TextLine {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::size_t number = 1;
};
/// Goes from line to line: begin with `{}` and a `next` of 0. False at the end of the text.
[[nodiscard]] bool next_line(std::string_view text, std::size_t& next, TextLine& line);

}  // namespace sallyport
