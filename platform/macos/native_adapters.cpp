#include "platform/native_adapters.hpp"

#include "platform/common/linked_tls.hpp"
#include "platform/macos/bundle_menu_entries.hpp"
#include "platform/macos/desktop_calls.hpp"
#include "platform/macos/libproc_peer_admission.hpp"
#include "platform/macos/libproc_running_apps.hpp"
#include "platform/macos/mac_paths.hpp"
#include "platform/macos/spawn_process_launcher.hpp"
#include "platform/macos/system_roots_file.hpp"
#include "platform/macos/this_mac.hpp"
#include "platform/posix/desktop_module.hpp"
#include "platform/posix/module_file.hpp"

namespace sallyport {
namespace {

/// An app without its icon starts its client all the same.
void give_icon(const std::string& bundle, const Client& client) {
  const ModuleFile module(module_paths(DesktopModule::kFile), "Sallyport's link to the desktop",
                          ErrorCode::kUnsupported);
  const auto set_icon = module.load(kSetBundleIconName);
  if (set_icon) reinterpret_cast<SetBundleIcon*> (*set_icon)(bundle.c_str(), client.command.c_str());
}

}  // namespace

std::unique_ptr<Paths> make_paths(const Environment&, const std::string& settings_file) {
  return std::make_unique<MacPaths>(surroundings_of_this_process(), settings_file);
}

std::unique_ptr<MenuEntries> make_menu_entries(const Environment&, const std::string& settings_file) {
  const MacPaths paths(surroundings_of_this_process(), settings_file);
  return std::make_unique<BundleMenuEntries>(paths.applications(), paths.launcher_command(), give_icon);
}

std::unique_ptr<RunningApps> make_running_apps() { return std::make_unique<LibprocRunningApps>(); }

std::unique_ptr<ProcessLauncher> make_process_launcher() { return std::make_unique<SpawnProcessLauncher>(); }

std::unique_ptr<PeerAdmission> make_peer_admission(Admission mode, ProcessId) {
  return std::make_unique<LibprocPeerAdmission>(mode);
}

std::unique_ptr<DesktopAdapters> make_desktop(const Environment& environment) {
  return std::make_unique<DesktopModule>(environment);
}

std::unique_ptr<TlsAdapters> make_tls() { return make_linked_tls(); }

std::vector<std::string> desktops_with_proxies() { return {}; }

ConfigurationPlaces configuration_places(const Environment& environment) {
  return mac_configuration_places(environment);
}

std::string system_roots_file(const std::string&) { return kSystemRootsFile; }

}  // namespace sallyport
