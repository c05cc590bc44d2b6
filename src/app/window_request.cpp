#include "app/window_request.hpp"

#include <fmt/format.h>

namespace sallyport {

std::vector<std::string> WindowRequest::arguments(const std::string& settings_file) const {
  std::vector<std::string> words;
  const auto add = [&](const char* option, const std::string& value) {
    if (!value.empty()) words.insert(words.end(), {option, value});
  };
  add("--settings", settings_file);
  add("--message", message);
  add("--focus", focus);
  return words;
}

WindowRequest ask_for_password(const PasswordNeeded& needed, const ProxySettings& settings) {
  const std::string why =
      needed.refused ? fmt::format(
                           "The proxy {} refused the user name or the password of {}. So that the account is not "
                           "locked, they are not sent again: enter the password anew, and save.",
                           needed.key.proxy.host_and_port(), needed.key.username)
                     : fmt::format("No password is stored for {}: enter it, and save.", needed.key.description());
  return {password_field(settings), why};
}

std::string password_field(const ProxySettings& settings) {
  return settings.custom_proxy.enabled ? "custom_proxy.password" : "system_proxy.password";
}

bool has_display(const Environment& environment) {
  for (const std::string_view name : {"DISPLAY", "WAYLAND_DISPLAY"}) {
    if (const std::string* value = environment.find(name); value != nullptr && !value->empty()) return true;
  }
  return false;
}

}  // namespace sallyport
