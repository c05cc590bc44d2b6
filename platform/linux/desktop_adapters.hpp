#pragma once

#include "sallyport/core/environment.hpp"
#include "sallyport/ports/credential_store.hpp"
#include "sallyport/ports/desktop_session.hpp"
#include "sallyport/ports/installed_apps.hpp"
#include "sallyport/ports/system_proxy.hpp"

namespace sallyport {

/// The adapters of the module `sallyport-desktop`; they live as long as this object.
class DesktopAdapters {
 public:
  virtual ~DesktopAdapters() = default;

  [[nodiscard]] virtual CredentialStore& credential_store() = 0;
  [[nodiscard]] virtual SystemProxy& system_proxy() = 0;
  [[nodiscard]] virtual InstalledApps& installed_apps() = 0;
  [[nodiscard]] virtual DesktopSession& session() = 0;
};

/// The module's only exported function. Null when `version` is not the module's own: C++ objects cross this border, so
/// both sides must come from one build. The caller owns the result.
using DesktopAdaptersFactory = DesktopAdapters*(const char* version, const Environment& environment);
inline constexpr const char* kDesktopAdaptersFactoryName = "sallyport_desktop_adapters";

}  // namespace sallyport
