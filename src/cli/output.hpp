#pragma once

#include <iosfwd>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "sallyport/core/result.hpp"
#include "sallyport/core/settings.hpp"

namespace sallyport {

/// What a verb prints: results on one stream, messages for people on the other. Text from outside is shown with its
/// control characters made visible, so that a value cannot drive the terminal.
class Output {
 public:
  enum class Style { kPlain, kBold, kDim, kGood, kBad, kWarning };

  /// Colours are used only where the stream is a terminal that wants them.
  Output(std::ostream& results, std::ostream& messages, bool colour_results, bool colour_messages);

  /// Exactly these bytes.
  void raw(std::string_view text);
  void line(std::string_view text);
  /// One document, indented, with a line end; what is no UTF-8 in it is replaced.
  void json(const nlohmann::ordered_json& document);
  /// Rows of cells in aligned columns, the first row as the heading.
  void table(const std::vector<std::vector<std::string>>& rows);

  /// `sallyport: TEXT`, for people.
  void message(std::string_view text);
  /// The error's sentence and, unless that says it already, the native cause.
  void error(const Error& error);
  /// Each as `FIELD: sentence`.
  void errors(const std::vector<FieldError>& errors);

  /// `text` in a style of the result stream.
  [[nodiscard]] std::string styled(Style style, std::string_view text) const;

 private:
  std::ostream& results_;
  std::ostream& messages_;
  bool colour_results_;
  bool colour_messages_;
};

/// `text` with control characters, and what is no UTF-8, written as `\n`, `\t`, `\x1b`.
[[nodiscard]] std::string printable(std::string_view text);

}  // namespace sallyport
