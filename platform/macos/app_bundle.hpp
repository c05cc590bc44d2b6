#pragma once

#include <string>

namespace sallyport {

/// An app as its bundle describes it (developer.apple.com/documentation/foundation/nsbundle). Written, not yet built or
/// run on a Mac.
struct AppBundle {
  std::string path;        ///< `/Applications/Postman.app`
  std::string identifier;  ///< CFBundleIdentifier
  std::string name;        ///< localised
  std::string executable;  ///< absolute
  bool is_client = false;  ///< one that Sallyport wrote for a client
};

/// Everything empty when there is no app at `path`.
[[nodiscard]] AppBundle read_app_bundle(const std::string& path);

/// The app that is registered under an identifier
/// (developer.apple.com/documentation/appkit/nsworkspace/urlforapplication(withbundleidentifier:)); else empty.
[[nodiscard]] std::string find_app_bundle(const std::string& identifier);

/// The bundle that a program is in: the outermost folder that ends in `.app`; empty when there is none.
[[nodiscard]] std::string bundle_around(const std::string& program);

/// Writes the icon of the app at `bundle` to `file` as PNG of kIconSize pixels
/// (developer.apple.com/documentation/appkit/nsworkspace/icon(forfile:)). False when that was not possible.
inline constexpr int kIconSize = 64;
[[nodiscard]] bool write_icon(const std::string& bundle, const std::string& file);

/// Gives the bundle at `path` the icon of the app that `program` is in, in the Finder
/// (developer.apple.com/documentation/appkit/nsworkspace/seticon(_:forfile:options:)), which puts a file `Icon\r` into
/// it. A program outside of any app leaves it as it is.
void set_bundle_icon(const std::string& path, const std::string& program);

}  // namespace sallyport
