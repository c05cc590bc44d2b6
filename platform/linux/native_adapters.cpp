#include "platform/native_adapters.hpp"

#include <unistd.h>

#include "platform/linux/linux_peer_admission.hpp"
#include "platform/linux/proc_running_apps.hpp"
#include "platform/linux/tls_module.hpp"
#include "platform/linux/xdg_menu_entries.hpp"
#include "platform/linux/xdg_paths.hpp"
#include "platform/posix/boost_process_launcher.hpp"
#include "platform/posix/desktop_module.hpp"

namespace sallyport {
namespace {

class LateTls final : public TlsAdapters {
 public:
  Tls& tls() override { return module_; }
  DigestHash& digest_hash() override { return module_; }

 private:
  TlsModule module_;
};

}  // namespace

std::unique_ptr<Paths> make_paths(const Environment& environment, const std::string& settings_file) {
  return std::make_unique<XdgPaths>(environment, settings_file);
}

std::unique_ptr<MenuEntries> make_menu_entries(const Environment& environment, const std::string& settings_file) {
  const XdgPaths paths(environment, settings_file);
  return std::make_unique<XdgMenuEntries>(paths.data_home(), paths.data_directories(), paths.launcher_command());
}

std::unique_ptr<RunningApps> make_running_apps() { return std::make_unique<ProcRunningApps>(); }

std::unique_ptr<ProcessLauncher> make_process_launcher() { return std::make_unique<BoostProcessLauncher>(); }

std::unique_ptr<PeerAdmission> make_peer_admission(Admission mode, ProcessId companion) {
  return std::make_unique<LinuxPeerAdmission>(mode, companion);
}

std::unique_ptr<DesktopAdapters> make_desktop(const Environment& environment) {
  return std::make_unique<DesktopModule>(environment);
}

std::unique_ptr<TlsAdapters> make_tls() { return std::make_unique<LateTls>(); }

std::vector<std::string> desktops_with_proxies() { return {"GNOME", "KDE"}; }

ConfigurationPlaces configuration_places(const Environment& environment) {
  return linux_configuration_places(environment);
}

// Where distributions keep what their `update-ca-certificates` or `update-ca-trust` makes.
std::string system_roots_file(const std::string&) {
  for (const char* const file : {"/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt",
                                 "/etc/ssl/ca-bundle.pem", "/etc/ssl/cert.pem"}) {
    if (::access(file, R_OK) == 0) return file;
  }
  return {};
}

}  // namespace sallyport
