#pragma once

#include <optional>
#include <string>
#include <vector>

#include "platform/linux/desktop_entry.hpp"
#include "sallyport/ports/menu_entries.hpp"

namespace sallyport {

/// Entries in `DATA_HOME/applications`. A client that was imported gets one under its app's own desktop id, which by
/// the XDG precedence stands in for the app's own, so that pinned favourites, file types and URLs go through Sallyport
/// too. Where that would take the place of the user's own file, and for any other client, it is
/// `sallyport-ID.desktop`; beside the app's own it shows as `NAME (Sallyport)`. Blocks for the disk and, when file
/// types are concerned, for update-desktop-database, without which desktops would lose them.
class XdgMenuEntries final : public MenuEntries {
 public:
  /// `data_home` and `data_directories` as XdgPaths gives them; `launcher` is the absolute path of `sallyport` and,
  /// for clients of another settings file than the user's own, the option that names it.
  XdgMenuEntries(std::string data_home, std::vector<std::string> data_directories, std::vector<std::string> launcher);

  [[nodiscard]] Result<std::string> add(const Client& client) override;
  [[nodiscard]] Result<void> remove(const Client& client) override;
  [[nodiscard]] bool has(const Client& client) override;
  [[nodiscard]] std::vector<MenuEntry> list() override;

  /// Of the file that stands in for the app's own entry. kInvalidValue when the client's desktop id is no file name.
  [[nodiscard]] Result<std::string> path_of(const Client& client) const;

 private:
  /// `sallyport-ID.desktop`.
  [[nodiscard]] std::string own_path_of(const Client& client) const;
  /// The entry of the user's own, or of another client, whose place `path_of` would take; else empty.
  [[nodiscard]] std::string taken_by(const Client& client) const;
  [[nodiscard]] Result<void> remove(const Client& client, const std::string& path) const;
  [[nodiscard]] std::optional<DesktopEntry> original_of(const Client& client) const;
  [[nodiscard]] std::string icon_of(const Client& client) const;

  std::string data_home_;
  std::vector<std::string> data_directories_;
  std::vector<std::string> launcher_;
};

}  // namespace sallyport
