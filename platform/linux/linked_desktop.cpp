#include "platform/desktop_adapters.hpp"

#include <memory>

#include "platform/linux/gio_desktop_session.hpp"
#include "platform/linux/gio_installed_apps.hpp"
#include "platform/linux/libsecret_credential_store.hpp"

namespace sallyport {
namespace {

class LinkedDesktopAdapters final : public DesktopAdapters {
 public:
  explicit LinkedDesktopAdapters(const Environment& environment)
      : system_proxy_(make_system_proxy(environment)), session_(environment) {}

  CredentialStore& credential_store() override { return credential_store_; }
  SystemProxy& system_proxy() override { return *system_proxy_; }
  InstalledApps& installed_apps() override { return installed_apps_; }
  DesktopSession& session() override { return session_; }

 private:
  LibsecretCredentialStore credential_store_;
  std::unique_ptr<SystemProxy> system_proxy_;
  GioInstalledApps installed_apps_;
  GioDesktopSession session_;
};

}  // namespace

std::unique_ptr<DesktopAdapters> make_linked_desktop(const Environment& environment) {
  return std::make_unique<LinkedDesktopAdapters>(environment);
}

}  // namespace sallyport
