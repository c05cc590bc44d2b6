#pragma once

#include <memory>
#include <string>
#include <vector>

#include "platform/desktop_adapters.hpp"
#include "platform/tls_adapters.hpp"
#include "sallyport/core/client.hpp"
#include "sallyport/core/configuration_places.hpp"
#include "sallyport/core/environment.hpp"
#include "sallyport/ports/menu_entries.hpp"
#include "sallyport/ports/paths.hpp"
#include "sallyport/ports/peer_admission.hpp"
#include "sallyport/ports/process_launcher.hpp"
#include "sallyport/ports/running_apps.hpp"

namespace sallyport {

// What the programs are composed of on the system that they were built for. `environment` is the process's own;
// `settings_file` overrides the user's own when it is not empty (`--settings FILE`).

[[nodiscard]] std::unique_ptr<Paths> make_paths(const Environment& environment, const std::string& settings_file);
[[nodiscard]] std::unique_ptr<MenuEntries> make_menu_entries(const Environment& environment,
                                                             const std::string& settings_file);
[[nodiscard]] std::unique_ptr<RunningApps> make_running_apps();
/// Call it first in `main`: what it finds then as signal mask and dispositions is what clients get.
[[nodiscard]] std::unique_ptr<ProcessLauncher> make_process_launcher();
/// For the relay of this process; `companion`: a process that may share the client's surroundings, 0: none.
[[nodiscard]] std::unique_ptr<PeerAdmission> make_peer_admission(Admission mode, ProcessId companion);
/// Loads what it needs when it is asked, where that saves a launch something.
[[nodiscard]] std::unique_ptr<DesktopAdapters> make_desktop(const Environment& environment);
[[nodiscard]] std::unique_ptr<TlsAdapters> make_tls();
/// The desktops that may have proxy settings of their own, by their names for XDG_CURRENT_DESKTOP: `GNOME`, `KDE`; none
/// where the system has one configuration.
[[nodiscard]] std::vector<std::string> desktops_with_proxies();
/// Where the configuration files of other programs are.
[[nodiscard]] ConfigurationPlaces configuration_places(const Environment& environment);
/// The authorities that this system trusts in one PEM file; empty when there is none that can be read. What keeps them
/// in no file has one made of them in `folder`. Blocks for the time of a small file.
[[nodiscard]] std::string system_roots_file(const std::string& folder);

}  // namespace sallyport
