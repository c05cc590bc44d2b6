#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "sallyport/core/settings.hpp"

namespace sallyport {

/// The settings file as text (TOML 1.0): what Sallyport knows of it, and what it does not know and keeps.
///
/// ```toml
/// version = 1
/// delivery = "auto"
/// [system_proxy]
/// enabled = true
/// [custom_proxy]
/// host = "proxy.example.com"
/// [[clients]]
/// id = "postman"
/// variables = { LANG = "C" }
/// ```
class SettingsDocument {
 public:
  /// The defaults, for a file that does not exist yet.
  SettingsDocument();
  ~SettingsDocument();
  SettingsDocument(SettingsDocument&&) noexcept;
  SettingsDocument& operator=(SettingsDocument&&) noexcept;

  /// kInvalidSettings with `NAME:LINE:COLUMN: …` for text that is no TOML, a value of another shape, or a `version`
  /// that is newer than this program's. Missing keys take their defaults. Rules across fields are left to `validate`.
  [[nodiscard]] static Result<SettingsDocument> parse(std::string_view text, std::string_view name);

  [[nodiscard]] const Settings& settings() const;

  /// The text that holds `settings` and every unknown key of this document (a client's by its id), with a header that
  /// says that comments and order are Sallyport's, and each field's help as a comment.
  [[nodiscard]] std::string render(const Settings& settings) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace sallyport
