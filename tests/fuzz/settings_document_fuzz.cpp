#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "sallyport/core/settings_document.hpp"

namespace {

using namespace sallyport;

void require(bool condition) {
  if (!condition) std::abort();
}

/// What is written can be read, and is then written the same way.
Settings reread(const SettingsDocument& document, const Settings& settings) {
  const std::string text = document.render(settings);
  const auto again = SettingsDocument::parse(text, "again");
  require(again.has_value() && again->render(again->settings()) == text);
  return again->settings();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  if (const auto document = SettingsDocument::parse(text, "settings.toml")) {
    require(reread(*document, document->settings()) == document->settings());
    (void)validate(document->settings());
    (void)reread(*document, Settings{});
  } else {
    require(document.error().message.starts_with("settings.toml:"));
  }

  Settings settings;
  settings.proxy.system_proxy.username = text;
  settings.proxy.custom_proxy.host = text;
  Client client;
  client.id = "a";
  client.name = "A";
  client.command = text;
  client.arguments = {text, "{files}"};
  client.variables = {{"A", text}};
  settings.clients = {client};
  // Bytes that no TOML can hold are refused by validate; should they be saved all the same, the file can be read.
  const bool can_be_saved = validate(client).empty();
  if (can_be_saved) require(reread(SettingsDocument(), settings) == settings);
  settings.clients[0].variables = {{text, text}};
  if (can_be_saved) (void)reread(SettingsDocument(), settings);
  require(SettingsDocument::parse(SettingsDocument().render(settings), "again").has_value());
  return 0;
}
