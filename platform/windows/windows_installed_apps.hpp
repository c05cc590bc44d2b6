#pragma once

#include <string>
#include <vector>

#include "sallyport/core/environment.hpp"
#include "sallyport/ports/installed_apps.hpp"

namespace sallyport {

/// The links of the Start Menu that lead to programs. A link's path below a folder is its id, `Postman\Postman.lnk`; a
/// link that stands elsewhere has its whole path. Uninstallers, documents and what starts Sallyport are left out.
///
/// Icons are a file and the number of the icon in it, `C:\app.exe,0` (as of IShellLink::SetIconLocation). A link to the
/// updater of an app that Squirrel installed, `Update.exe --processStart app.exe`, is imported as the program that
/// stands beside it for that and hands its arguments on.
class WindowsInstalledApps final : public InstalledApps {
 public:
  /// `folders`: the first one that has a link of some id counts. `environment` is the process's own.
  WindowsInstalledApps(std::vector<std::string> folders, Environment environment);

  [[nodiscard]] std::vector<InstalledApp> list() override;
  /// Also without the ending `.lnk`.
  [[nodiscard]] Result<Client> import(std::string_view desktop_id_or_path) override;
  [[nodiscard]] std::string icon_of(const Client& client) override;

 private:
  /// Of the link of that id or path; empty when there is none.
  [[nodiscard]] std::string find(std::string_view desktop_id_or_path) const;
  [[nodiscard]] std::string id_of(const std::string& path) const;

  std::vector<std::string> folders_;
  Environment environment_;
};

/// The known folders Programs, of this user and of all users.
[[nodiscard]] std::vector<std::string> start_menu_folders();

}  // namespace sallyport
