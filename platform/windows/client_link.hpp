#pragma once

#include <string>
#include <vector>

#include "platform/windows/shell_link.hpp"
#include "sallyport/core/client.hpp"

namespace sallyport {

/// The link that starts a client through Sallyport: `sallyportw.exe launch ID --`, behind which Windows puts the files
/// that are dropped on it. It starts in the client's folder, or else in the user's. Its AppUserModelID
/// (learn.microsoft.com/en-us/windows/win32/shell/appids) is `Sallyport.Client.ID`: with the app's own, which it would
/// share, the Start Menu shows one of both. `launcher`: the absolute path of the program, and the options that every
/// command of it begins with; `icon`: as of ShellLink.
[[nodiscard]] ShellLink make_client_link(const Client& client, const std::vector<std::string>& launcher,
                                         const std::string& icon);

/// The link with a checksum of all that was read of it at the end of its description, so that a later edit shows.
[[nodiscard]] ShellLink seal_link(ShellLink link);

/// Whose a link is.
struct LinkSeal {
  std::string client_id;   ///< empty: it starts no client of Sallyport's
  bool unchanged = false;  ///< since it was sealed
};
[[nodiscard]] LinkSeal read_link_seal(const ShellLink& link);

/// Whether a link starts a program of Sallyport's, a client or not.
[[nodiscard]] bool starts_sallyport(const ShellLink& link);

/// The link's file name without `.lnk` ("Naming Files, Paths, and Namespaces":
/// learn.microsoft.com/en-us/windows/win32/fileio/naming-a-file): see file_name(); the names of devices, such as `con`,
/// get a `_` in front. The client's id when nothing is left.
[[nodiscard]] std::string link_name(const Client& client);

}  // namespace sallyport
