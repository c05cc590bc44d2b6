#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "platform/macos/client_bundle.hpp"
#include "sallyport/ports/menu_entries.hpp"

namespace sallyport {

/// A small app for each client in a folder of Sallyport's own, `~/Applications/Sallyport`, where Spotlight and
/// Launchpad find it: `NAME.app`, or `NAME (ID).app` when that name is another app's. macOS has no entry that could
/// stand in for the app's own, so that one always stays beside it. Needs nothing but files: POSIX. Blocks for the disk.
///
/// A bundle is the user's own when its Info.plist is not marked as ours, and was edited when a file of it is not as it
/// was written, or more files are in it than those and what the Finder leaves there (`Icon\r`, `.DS_Store`).
class BundleMenuEntries final : public MenuEntries {
 public:
  /// Gives the bundle at a path the icon of the client; may be empty.
  using SetIcon = std::function<void(const std::string& bundle, const Client& client)>;

  /// `folder` need not exist. `launcher`: see make_client_bundle.
  BundleMenuEntries(std::string folder, std::vector<std::string> launcher, SetIcon set_icon);

  [[nodiscard]] Result<std::string> add(const Client& client) override;
  [[nodiscard]] Result<void> remove(const Client& client) override;
  [[nodiscard]] bool has(const Client& client) override;
  [[nodiscard]] std::vector<MenuEntry> list() override;

  /// The places of a client's bundle, by preference.
  [[nodiscard]] std::vector<std::string> places_of(const Client& client) const;

 private:
  [[nodiscard]] Result<void> write(const std::string& path, const ClientBundle& bundle) const;
  [[nodiscard]] std::vector<std::string> bundles_of(const Client& client) const;

  std::string folder_;
  std::vector<std::string> launcher_;
  SetIcon set_icon_;
};

}  // namespace sallyport
