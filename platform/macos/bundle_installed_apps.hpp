#pragma once

#include <string>
#include <vector>

#include "sallyport/ports/installed_apps.hpp"

namespace sallyport {

/// The apps in the folders for them (app_bundle.hpp), two folders deep, as `/Applications/Utilities` is. A client keeps
/// the bundle's identifier as its desktop id, so that it is found again when it was moved. Icons are drawn once into
/// PNG files, which the window can read. Written, not yet built or run on a Mac.
class BundleInstalledApps final : public InstalledApps {
 public:
  /// `icons`: the folder for drawn icons, made when it is missing.
  BundleInstalledApps(std::vector<std::string> folders, std::string icons);

  std::vector<InstalledApp> list() override;
  Result<Client> import(std::string_view desktop_id_or_path) override;
  std::string icon_of(const Client& client) override;

 private:
  [[nodiscard]] std::string icon_at(const std::string& bundle) const;

  std::vector<std::string> folders_;
  std::string icons_;
};

/// `/Applications`, `/System/Applications` and the user's own.
[[nodiscard]] std::vector<std::string> application_folders(const std::string& home);

}  // namespace sallyport
