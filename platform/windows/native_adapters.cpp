#include "platform/native_adapters.hpp"

#include "platform/common/linked_tls.hpp"
#include "platform/windows/client_job.hpp"
#include "platform/windows/known_folder.hpp"
#include "platform/windows/known_paths.hpp"
#include "platform/windows/root_certificates.hpp"
#include "platform/windows/utf16.hpp"
#include "platform/windows/windows_installed_apps.hpp"
#include "platform/windows/windows_menu_entries.hpp"
#include "platform/windows/windows_peer_admission.hpp"
#include "platform/windows/windows_process_launcher.hpp"
#include "platform/windows/windows_running_apps.hpp"

namespace sallyport {

std::unique_ptr<Paths> make_paths(const Environment& environment, const std::string& settings_file) {
  return std::make_unique<KnownPaths>(environment, settings_file);
}

std::unique_ptr<MenuEntries> make_menu_entries(const Environment& environment, const std::string& settings_file) {
  const auto apps = std::make_shared<WindowsInstalledApps>(start_menu_folders(), environment);
  return std::make_unique<WindowsMenuEntries>(start_menu_folder(),
                                              KnownPaths(environment, settings_file).menu_command(),
                                              [apps](const Client& client) { return apps->icon_of(client); });
}

std::unique_ptr<RunningApps> make_running_apps() { return std::make_unique<WindowsRunningApps>(); }

std::unique_ptr<ProcessLauncher> make_process_launcher() { return std::make_unique<WindowsProcessLauncher>(); }

std::unique_ptr<PeerAdmission> make_peer_admission(Admission mode, ProcessId) {
  return std::make_unique<WindowsPeerAdmission>(mode);
}

std::unique_ptr<DesktopAdapters> make_desktop(const Environment& environment) {
  return make_linked_desktop(environment);
}

std::unique_ptr<TlsAdapters> make_tls() { return make_linked_tls(); }

std::vector<std::string> desktops_with_proxies() { return {}; }

ConfigurationPlaces configuration_places(const Environment& environment) {
  return windows_configuration_places(to_utf8(folder_of(environment, "USERPROFILE", FOLDERID_Profile).wstring()),
                                      to_utf8(folder_of(environment, "APPDATA", FOLDERID_RoamingAppData).wstring()));
}

std::string system_roots_file(const std::string& folder) { return root_certificates_file(folder); }

}  // namespace sallyport
