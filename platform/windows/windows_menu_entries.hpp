#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "platform/windows/shell_link.hpp"
#include "sallyport/ports/menu_entries.hpp"

namespace sallyport {

/// A link for each client in a folder of Sallyport's own in the Start Menu: `NAME.lnk`, or `NAME (ID).lnk` when that
/// name is taken. Windows has no entry that could stand in for the app's own, so that one always stays beside it. A
/// link is Sallyport's when it starts a client through it, and was edited when it is not as it was written
/// (client_link.hpp). Blocks for the disk and the shell.
class WindowsMenuEntries final : public MenuEntries {
 public:
  /// As InstalledApps::icon_of().
  using IconOf = std::function<std::string(const Client& client)>;

  /// `folder` need not exist; it goes with its last link. `launcher`: see make_client_link.
  WindowsMenuEntries(std::string folder, std::vector<std::string> launcher, IconOf icon_of);

  [[nodiscard]] Result<std::string> add(const Client& client) override;
  [[nodiscard]] Result<void> remove(const Client& client) override;
  [[nodiscard]] bool has(const Client& client) override;
  [[nodiscard]] std::vector<MenuEntry> list() override;

  /// The places of a client's link, by preference.
  [[nodiscard]] std::vector<std::string> places_of(const Client& client) const;

 private:
  [[nodiscard]] std::vector<std::string> links_of(const Client& client) const;
  [[nodiscard]] Result<void> write(const std::string& path, const Client& client) const;
  [[nodiscard]] Result<void> remove(const std::string& path) const;

  std::string folder_;
  std::vector<std::string> launcher_;
  IconOf icon_of_;
};

/// The folder for the entries of this user: `Sallyport` in the known folder Programs.
[[nodiscard]] std::string start_menu_folder();

}  // namespace sallyport
