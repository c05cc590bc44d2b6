#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "app/doctor/found_setting.hpp"
#include "sallyport/core/secret.hpp"

namespace sallyport {

/// A change of some lines of a text, as a value: the others stay as they are, byte by byte, line ends included.
class FileEdit {
 public:
  /// `text` must outlive it.
  explicit FileEdit(std::string_view text) : text_(text) {}

  /// Within one line; parts that are replaced do not overlap.
  void replace(std::size_t begin, std::size_t end, std::string by);
  /// Puts `prefix` before what stands in a line.
  void comment_out(std::size_t line, std::string_view prefix);
  /// What the diff has in place of a part that holds a password, before and after. Of two that overlap, the first
  /// counts.
  void hide(std::size_t begin, std::size_t end, std::string shown);
  /// A line at the end.
  void append(std::string line);

  [[nodiscard]] Secret text() const;
  /// What FixOffer::diff is, for the file `place`.
  [[nodiscard]] std::string diff(std::string_view place) const;

 private:
  struct Part {
    std::size_t end;
    std::string by;
  };

  using Parts = std::map<std::size_t, Part>;  ///< by where they begin

  [[nodiscard]] std::string with(const Parts& parts, std::size_t begin, std::size_t end) const;
  /// The parts, and what is hidden of the rest.
  [[nodiscard]] Parts shown_parts() const;
  [[nodiscard]] std::string_view newline() const;

  std::string_view text_;
  Parts parts_;
  Parts hidden_;
  std::vector<std::string> appended_;
};

}  // namespace sallyport
