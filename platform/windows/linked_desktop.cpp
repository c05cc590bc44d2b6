#include <memory>

#include "platform/desktop_adapters.hpp"
#include "platform/windows/windows_credential_store.hpp"
#include "platform/windows/windows_desktop_session.hpp"
#include "platform/windows/windows_installed_apps.hpp"
#include "platform/windows/winhttp_system_proxy.hpp"

namespace sallyport {
namespace {

class WindowsDesktop final : public DesktopAdapters {
 public:
  explicit WindowsDesktop(const Environment& environment) : installed_apps_(start_menu_folders(), environment) {}

  CredentialStore& credential_store() override { return credential_store_; }
  SystemProxy& system_proxy() override { return system_proxy_; }
  InstalledApps& installed_apps() override { return installed_apps_; }
  DesktopSession& session() override { return session_; }

 private:
  WindowsCredentialStore credential_store_;
  WinhttpSystemProxy system_proxy_;
  WindowsInstalledApps installed_apps_;
  WindowsDesktopSession session_;
};

}  // namespace

std::unique_ptr<DesktopAdapters> make_linked_desktop(const Environment& environment) {
  return std::make_unique<WindowsDesktop>(environment);
}

std::unique_ptr<SystemProxy> make_system_proxy(const Environment&) { return std::make_unique<WinhttpSystemProxy>(); }
}  // namespace sallyport
