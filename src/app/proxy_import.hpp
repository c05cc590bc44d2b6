#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/save_settings.hpp"
#include "sallyport/core/environment.hpp"
#include "sallyport/core/proxy_settings.hpp"
#include "sallyport/core/system_proxy_configuration.hpp"
#include "sallyport/ports/supervisors.hpp"
#include "sallyport/ports/system_proxy.hpp"

namespace sallyport {

/// What one place outside Sallyport says of a proxy, to be imported as the custom proxy. Make it with
/// one of the functions below.
struct ImportSource {
  std::string name;               ///< in a sentence: `GNOME's settings`, `the environment`, `the URL`
  SystemProxyConfiguration says;  ///< `socks` (whatever its protocol) serves what `http` or `https` does not name
  bool is_url = false;            ///< says nothing of a bypass list, so that the current one stays, and is kept nowhere
  std::vector<std::string> lost;  ///< whole sentences on what was guessed, or could not be read; without secrets
};

/// A desktop's settings, as the port SystemProxy gives them. A desktop that is not the one running is read by an
/// adapter made for an environment with its name in XDG_CURRENT_DESKTOP (`GNOME`, `KDE`).
[[nodiscard]] ImportSource source_of_desktop(SystemProxyConfiguration desktop);
/// Asks for them: blocks as SystemProxy does, whose errors it gives.
[[nodiscard]] Result<ImportSource> source_of_desktop(SystemProxy& desktop);

/// The proxy variables. Lower case wins over upper; `all_proxy` serves what http_proxy or https_proxy does not name.
/// Values that cannot be read, spellings that differ, and other variables of the family are named in `lost`.
[[nodiscard]] ImportSource source_of_environment(const Environment& environment);

/// A proxy URL as a person has it, from the clipboard perhaps: space around it is ignored. kInvalidValue, never
/// repeating the text, for anything else.
///
/// | text                                   | proxy                           |
/// |----------------------------------------|---------------------------------|
/// | `http://alice:pw@proxy.example.com:80` | with user and password          |
/// | `socks5://proxy.example.com`           | port 1080, said in `lost`       |
/// | `proxy.example.com:3128`               | http                            |
/// | `proxy.example.com`                    | refused: could be any word      |
/// | `http://wpad.example.com/proxy.pac`    | refused: a proxy has no path    |
[[nodiscard]] Result<ImportSource> source_of_url(std::string_view text);

/// A key of the settings with its values as `settings get` prints them.
struct SettingChange {
  std::string key;
  std::string before;
  std::string after;
  bool operator==(const SettingChange&) const = default;
};

/// What an import would do; shown before it is done.
struct ProxyImport {
  std::string source;                  ///< ImportSource::name
  ProxySettings settings;              ///< the current ones with the custom proxy replaced; hold them to `validate`
  std::vector<SettingChange> changes;  ///< in the order of the file; empty: the settings say this already
  std::optional<CredentialEdit> credential;  ///< the password that stood in the source, for SaveSettings::save
  std::vector<std::string> warnings;         ///< whole sentences: what is not imported, or to be looked at; no secrets
};

/// Switches the custom proxy on with the source's server, protocol, kinds of requests, login and bypass list; all other
/// settings stay. One server is all that a custom proxy has: of two, that for HTTPS is taken, for both kinds. Without a
/// login in the source the current one stays as long as the server does. Pure: no clock, no OS, no keychain.
///
/// `running`: whose relays an app behind one finds in its environment: a proxy that would lead to itself. Errors, with
/// what to do: kFailed when the source names no proxy, has PAC, or names such a relay; kInvalidValue for a password
/// that cannot be stored.
[[nodiscard]] Result<ProxyImport> propose_import(const ImportSource& source, const ProxySettings& current,
                                                 std::span<const SupervisorStatus> running = {});

/// Sets what the import changes, and nothing else, in the settings as they are now: for SaveSettings::save, together
/// with `credential`.
[[nodiscard]] Result<void> apply_import(const ProxyImport& import, Settings& settings);

}  // namespace sallyport
