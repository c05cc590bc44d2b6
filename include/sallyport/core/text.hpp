#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace sallyport {

[[nodiscard]] bool is_ascii(std::string_view text);
/// C0, DEL, or C1 in UTF-8.
[[nodiscard]] bool has_control_character(std::string_view text);
/// Well-formed by RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF.
[[nodiscard]] bool is_utf8(std::string_view text);
/// For a sentence: `a`, `a and b`, `a, b and c`. Beyond `most` (at least 1) words the rest is counted: `a, b and 4
/// more`.
[[nodiscard]] std::string enumeration(std::span<const std::string> words, std::size_t most = std::string::npos);

}  // namespace sallyport
