#pragma once

#include "sallyport/ports/installed_apps.hpp"

namespace sallyport {

/// Desktop entries in the applications folders of XDG_DATA_HOME and XDG_DATA_DIRS, found as GIO finds them. Entries of
/// Sallyport's own carry the key X-Sallyport-Client; below them stands the app's own. Blocks for the disk.
class GioInstalledApps final : public InstalledApps {
 public:
  std::vector<InstalledApp> list() override;
  Result<Client> import(std::string_view desktop_id_or_path) override;
  std::string icon_of(const Client& client) override;
};

}  // namespace sallyport
