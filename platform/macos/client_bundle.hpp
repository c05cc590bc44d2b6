#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sallyport/core/client.hpp"

namespace sallyport {

/// A small app that starts a client through Sallyport: a folder `NAME.app` with these two files (Apple, "Bundle
/// Programming Guide: Bundle Structures"; "Information Property List Key Reference"). The executable is a shell script,
/// which needs no signature; it ends as soon as the client runs, so that opening the app again launches again, and has
/// no Dock icon of its own (LSUIElement). What the user opens with it reaches the client only as arguments
/// (`open -a NAME --args FILE`): files dropped on it come as Apple events, which a script never sees.
struct ClientBundle {
  static constexpr std::string_view kInfo = "Contents/Info.plist";
  static constexpr std::string_view kScript = "Contents/MacOS/launch";

  std::string info;    ///< XML property list (PropertyList-1.0.dtd)
  std::string script;  ///< mode 0755
  bool operator==(const ClientBundle&) const = default;
};

/// The bundle of a client, sealed with a checksum so that a later edit shows. `launcher`: the absolute path of
/// `sallyport`, and the options that every command of it begins with.
[[nodiscard]] ClientBundle make_client_bundle(const Client& client, const std::vector<std::string>& launcher);

/// Whose a bundle is.
struct BundleSeal {
  std::string client_id;  ///< empty: not Sallyport's
  std::string program;    ///< that the script runs; empty when it cannot be told
  bool unchanged = false;
};
[[nodiscard]] BundleSeal read_bundle_seal(const ClientBundle& bundle);

/// The bundle's name without `.app`, safe as a file name on APFS and in the Finder: `/` and `:` (which it shows as `/`)
/// and control characters become `-`, a leading dot goes, and 200 bytes are kept, whole characters of UTF-8. The
/// client's id when nothing is left.
[[nodiscard]] std::string bundle_name(const Client& client);

/// Text between the tags of an XML property list. Control characters, which XML 1.0 (§2.2) does not allow, are dropped.
[[nodiscard]] std::string escape_property_list(std::string_view text);

}  // namespace sallyport
