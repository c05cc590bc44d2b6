#pragma once

#include <memory>
#include <string>
#include <vector>

#include "sallyport/core/environment.hpp"
#include "sallyport/ports/credential_store.hpp"
#include "sallyport/ports/desktop_session.hpp"
#include "sallyport/ports/installed_apps.hpp"
#include "sallyport/ports/system_proxy.hpp"

namespace sallyport {

/// The desktop's adapters for a program that does not link GIO and libsecret: they are in the module
/// `sallyport-desktop`, which the first call of any of them loads. A launch that asks neither keychain nor desktop pays
/// nothing for them. Any thread; what is not asked costs no more than this object.
///
/// Without a usable module calls fail with kKeychainAbsent (credential store) or kUnsupported, naming the path.
class DesktopModule {
 public:
  /// `environment` is the process's own. The module is looked for beside the running program:
  /// `../lib/sallyport/sallyport-desktop.so`, or in the system's library folder as it was installed.
  explicit DesktopModule(Environment environment);
  /// The first of `paths` that exists.
  DesktopModule(Environment environment, std::vector<std::string> paths);
  ~DesktopModule();

  [[nodiscard]] CredentialStore& credential_store();
  [[nodiscard]] SystemProxy& system_proxy();
  [[nodiscard]] InstalledApps& installed_apps();
  [[nodiscard]] DesktopSession& session();

 private:
  struct Adapters;
  std::unique_ptr<Adapters> adapters_;
};

}  // namespace sallyport
