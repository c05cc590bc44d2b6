#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sallyport/core/client.hpp"
#include "sallyport/core/proxy_settings.hpp"

namespace sallyport {

/// All that the settings file holds.
struct Settings {
  ProxySettings proxy;
  std::vector<Client> clients;
  bool operator==(const Settings&) const = default;

  [[nodiscard]] const Client* find_client(std::string_view id) const;
};

/// kUnknownName, in words.
[[nodiscard]] Error unknown_client(std::string_view id);

/// A rule that a value breaks. `field` is a settings key (`custom_proxy.port`), or `clients.ID.name` for a client.
struct FieldError {
  std::string field;
  std::string message;  ///< a whole sentence without the value when the value could hold a secret
  bool operator==(const FieldError&) const = default;
};

/// Every rule that `settings` breaks, in the order of the form; empty when it can be saved.
/// Rules: the custom server has no protocol in front; the port is 1–65535; with authentication on the user name is not
/// empty; a custom or system user name has no `:` (RFC 7617 §2); with the custom proxy on, HTTP or HTTPS is chosen and
/// a server is given; no newline, NUL or other control character in any proxy setting or name; each bypass entry can be
/// read; client ids are well formed and unique; a client has a name and a command; a directory is absolute; a variable
/// name is not empty and holds no `=` or NUL; delivery `relay` is refused while this build has no relay. What is
/// switched off is still checked for form, but may be empty.
[[nodiscard]] std::vector<FieldError> validate(const Settings& settings);
[[nodiscard]] std::vector<FieldError> validate(const ProxySettings& settings);
[[nodiscard]] std::vector<FieldError> validate(const Client& client);

}  // namespace sallyport
