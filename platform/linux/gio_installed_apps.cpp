#include "platform/linux/gio_installed_apps.hpp"

#include <gio/gdesktopappinfo.h>

#include "platform/linux/glib_pointer.hpp"

namespace sallyport {

std::vector<InstalledApp> GioInstalledApps::list() { return {}; }

Result<Client> GioInstalledApps::import(std::string_view) {
  return failure(ErrorCode::kUnsupported, "This build cannot import installed apps.");
}

std::string GioInstalledApps::icon_of(const Client&) { return {}; }

}  // namespace sallyport
