#include "app/load_settings.hpp"

#include <fmt/format.h>

namespace sallyport {

Result<SettingsDocument> parse_settings(const std::optional<std::string>& text, const std::string& path) {
  return text ? SettingsDocument::parse(*text, path) : SettingsDocument();
}

Error broken_rules(const std::vector<FieldError>& errors, const std::string& path) {
  std::string message = fmt::format("The settings file {} cannot be used as it is:", path);
  for (const FieldError& error : errors) message += fmt::format("\n  {}: {}", error.field, error.message);
  return {ErrorCode::kInvalidSettings, std::move(message)};
}

Result<Settings> read_settings(SettingsStorage& storage) {
  const auto text = storage.read();
  if (!text) return tl::unexpected(text.error());
  auto document = parse_settings(*text, storage.path());
  if (!document) return tl::unexpected(document.error());
  return document->settings();
}

Result<Settings> load_settings(SettingsStorage& storage) {
  auto settings = read_settings(storage);
  if (!settings) return settings;
  if (const auto errors = validate(*settings); !errors.empty()) {
    return tl::unexpected(broken_rules(errors, storage.path()));
  }
  return settings;
}

}  // namespace sallyport
