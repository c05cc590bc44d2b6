#pragma once

#include <string>
#include <vector>

#include "sallyport/core/environment.hpp"
#include "sallyport/core/proxy_settings.hpp"
#include "sallyport/ports/password_needed.hpp"

namespace sallyport {

/// Where the settings window is to open, for a person who has to act there.
struct WindowRequest {
  std::string focus;    ///< a settings key; empty: nowhere in particular
  std::string message;  ///< a sentence for the top
  bool operator==(const WindowRequest&) const = default;

  /// Of the window's program. `settings_file` may be empty: the user's own.
  [[nodiscard]] std::vector<std::string> arguments(const std::string& settings_file) const;
};

/// At the password of the proxy in force.
[[nodiscard]] WindowRequest ask_for_password(const PasswordNeeded& needed, const ProxySettings& settings);
/// The settings key of the password of the proxy in force.
[[nodiscard]] std::string password_field(const ProxySettings& settings);

/// Whether a window can be shown.
[[nodiscard]] bool has_display(const Environment& environment);

}  // namespace sallyport
