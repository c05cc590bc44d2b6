#pragma once

#include <optional>
#include <stop_token>
#include <string>

#include "app/doctor/case.hpp"
#include "sallyport/core/environment.hpp"
#include "sallyport/core/system_proxy_configuration.hpp"
#include "sallyport/ports/configuration_files.hpp"
#include "sallyport/ports/connection_checker.hpp"
#include "sallyport/ports/credential_store.hpp"
#include "sallyport/ports/desktop_session.hpp"
#include "sallyport/ports/system_proxy.hpp"

namespace sallyport {

/// Both proxies on and not the same (`proxy:both`), what the desktop says of its own settings (`proxy:system`).
[[nodiscard]] Cases examine_settings(const Examination& examination, const SystemProxyConfiguration& system);

/// Passwords inside the desktop's settings: `password:gnome`, `password:kde`.
[[nodiscard]] Cases examine_desktop_password(const Examination& examination, const SystemProxyConfiguration& system);

/// The environment of the session's manager: `variable:systemd:http_proxy`, `password:windows:http_proxy`.
[[nodiscard]] Cases examine_manager(const Examination& examination, DesktopSession& session);

/// The password that the proxy in force wants (`proxy:password`), and the keychain that is to hold it:
/// `keychain:absent`, `keychain:locked`, `keychain:failed`. Asks the keychain only where a password is needed; never
/// unlocks it.
[[nodiscard]] Cases examine_keychain(const Examination& examination, const SystemProxyConfiguration& system,
                                     const Environment& environment, CredentialStore& credentials);
/// GNOME Keyring's folder where it is open to others: `keychain:folder`.
[[nodiscard]] Cases examine_keyring_folder(const Examination& examination, const Environment& environment,
                                           ConfigurationFiles& files);

/// A proxy script that cannot be run (`pac:runner`) or does not load (`pac:script`).
[[nodiscard]] Cases examine_script(const ProxyInForce& proxy, SystemProxy& system_proxy, DesktopSession& session,
                                   const std::stop_token& stop);

/// The way to the proxy in force, as far as its tunnel: `connection:connect` and the other stages.
[[nodiscard]] Cases examine_connection(const Settings& settings, SystemProxy& system_proxy,
                                       const Environment& environment, ConnectionChecker& checker,
                                       const std::stop_token& stop);

}  // namespace sallyport
