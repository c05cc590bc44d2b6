#include <memory>

#include "platform/desktop_adapters.hpp"
#include "platform/macos/bundle_installed_apps.hpp"
#include "platform/macos/cfnetwork_system_proxy.hpp"
#include "platform/macos/keychain_credential_store.hpp"
#include "platform/macos/mac_paths.hpp"
#include "platform/macos/plain_desktop_session.hpp"
#include "platform/macos/this_mac.hpp"

namespace sallyport {
namespace {

class MacDesktop final : public DesktopAdapters {
 public:
  CredentialStore& credential_store() override { return credential_store_; }
  SystemProxy& system_proxy() override { return system_proxy_; }
  InstalledApps& installed_apps() override { return installed_apps_; }
  DesktopSession& session() override { return session_; }

 private:
  MacPaths::Surroundings around_ = surroundings_of_this_process();
  KeychainCredentialStore credential_store_;
  CfNetworkSystemProxy system_proxy_;
  BundleInstalledApps installed_apps_{application_folders(around_.home),
                                      MacPaths(around_).state_directory() + "/icons"};
  PlainDesktopSession session_;
};

}  // namespace

std::unique_ptr<DesktopAdapters> make_linked_desktop(const Environment&) { return std::make_unique<MacDesktop>(); }

std::unique_ptr<SystemProxy> make_system_proxy(const Environment&) { return std::make_unique<CfNetworkSystemProxy>(); }
}  // namespace sallyport
