#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "app/doctor/doctor.hpp"
#include "app/save_settings.hpp"
#include "app/unsaved_credentials.hpp"
#include "sallyport/core/environment.hpp"
#include "sallyport/ports/authority_bundles.hpp"
#include "sallyport/ports/connection_checker.hpp"
#include "sallyport/ports/credential_store.hpp"
#include "sallyport/ports/installed_apps.hpp"
#include "sallyport/ports/paths.hpp"
#include "sallyport/ports/program_finder.hpp"
#include "sallyport/ports/running_apps.hpp"
#include "sallyport/ports/settings_storage.hpp"
#include "sallyport/ports/supervisors.hpp"
#include "sallyport/ports/system_proxy.hpp"

namespace sallyport {

/// What the window works on; made in main.cpp. Not owned. Each is called from worker threads.
struct WindowPorts {
  SettingsStorage& storage;
  CredentialStore& credentials;
  SystemProxy& system_proxy;
  InstalledApps& installed_apps;
  Supervisors& supervisors;
  RunningApps& running_apps;
  ProgramFinder& programs;
  Paths& paths;
  SaveSettings& save;
  AuthorityBundles& bundles;
  UnsavedCredentials& unsaved;  ///< what `checker` signs in with
  ConnectionChecker& checker;   ///< several at once
  Doctor& doctor;
  /// `GNOME`, `KDE`; none where the system has one configuration.
  std::vector<std::string> desktops;
  /// What one of them is configured with, be it the one that runs or not.
  std::function<std::unique_ptr<SystemProxy>(const std::string& desktop)> desktop_proxy;
  const Environment& environment;  ///< the window's own
};

}  // namespace sallyport
