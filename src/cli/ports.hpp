#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "sallyport/core/result.hpp"

namespace sallyport {

class AuthorityBundles;
class ClientLauncher;
class ConfigurationFiles;
class ConnectionChecker;
class Console;
class CredentialStore;
class DesktopSession;
class InstalledApps;
class MenuEntries;
class Paths;
class ProgramFinder;
class RejectedCredentials;
class RunningApps;
class SettingsStorage;
class Supervisors;
class SystemProxy;
class ThisProcess;

/// What the verbs work on. Not owned.
struct Ports {
  SettingsStorage& settings;
  CredentialStore& credentials;
  RejectedCredentials& rejected;
  SystemProxy& system_proxy;
  ProgramFinder& programs;
  RunningApps& running_apps;
  InstalledApps& installed_apps;
  MenuEntries& menu;
  Supervisors& supervisors;
  Paths& paths;
  Console& console;
  ThisProcess& process;
  ClientLauncher& launcher;
  ConnectionChecker& checker;
  AuthorityBundles& bundles;
  ConfigurationFiles& configuration;
  DesktopSession& desktop_session;
};

/// Makes the ports; the program's is in main.cpp, the tests' one is made of fakes.
class Composition {
 public:
  virtual ~Composition() = default;

  /// The ports over `settings_file` (`--settings`), or over the user's own. They live as long as the composition.
  [[nodiscard]] virtual Ports ports(const std::optional<std::string>& settings_file) = 0;
  /// The storage of another file, for looking at it.
  [[nodiscard]] virtual std::unique_ptr<SettingsStorage> storage_of(const std::string& file) = 0;
  /// The desktops whose proxy settings can be asked for: `GNOME`, `KDE`; none where the system has one configuration.
  [[nodiscard]] virtual std::vector<std::string> desktops() = 0;
  /// The proxy settings of one of them, whichever runs; for reading. They live as long as the composition.
  [[nodiscard]] virtual SystemProxy& system_proxy_of(std::string_view desktop) = 0;
};

}  // namespace sallyport
