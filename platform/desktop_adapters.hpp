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

/// The adapters of what a desktop brings; they live as long as this object.
class DesktopAdapters {
 public:
  virtual ~DesktopAdapters() = default;

  [[nodiscard]] virtual CredentialStore& credential_store() = 0;
  [[nodiscard]] virtual SystemProxy& system_proxy() = 0;
  [[nodiscard]] virtual InstalledApps& installed_apps() = 0;
  [[nodiscard]] virtual DesktopSession& session() = 0;
};

/// For a program that links what they need, as the window does; others have native_adapters.hpp. `environment` is the
/// process's own.
[[nodiscard]] std::unique_ptr<DesktopAdapters> make_linked_desktop(const Environment& environment);
/// One of them alone: the proxy settings of the desktop that `environment` names (XDG_CURRENT_DESKTOP), where there are
/// several to choose from.
[[nodiscard]] std::unique_ptr<SystemProxy> make_system_proxy(const Environment& environment);

}  // namespace sallyport
