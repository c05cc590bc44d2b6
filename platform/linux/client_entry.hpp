#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "platform/linux/desktop_entry.hpp"
#include "sallyport/core/client.hpp"

namespace sallyport {

/// The desktop entry that starts `client` through `launcher` (an absolute path, and the options that every command of
/// it begins with): `LAUNCHER launch ID -- %U`, with the actions "Launch without a proxy" and "Proxy settings…".
///
/// With `original`, the app's own entry, all that the desktop knows the app by is kept (every Name, Icon, Categories,
/// MimeType, StartupWMClass, …), and so is whether it opens files, URLs, one or many (`%f %F %u %U` or none). What
/// would start the app past Sallyport goes: DBusActivatable, TryExec, and actions whose command is not the app's own
/// with other arguments; the others become `LAUNCHER launch ID -- ARGUMENTS`. Hidden and NoDisplay go too. Without
/// `original` the entry is made from the client and `icon`.
[[nodiscard]] DesktopEntry make_client_entry(const Client& client, const DesktopEntry* original,
                                             const std::vector<std::string>& launcher, std::string_view icon);

/// Shows as `name`, in every language.
void rename_entry(DesktopEntry& entry, std::string_view name);

/// The file's text: marked with the client's id and sealed with a checksum, so that a later edit shows.
[[nodiscard]] std::string seal_entry(DesktopEntry entry, std::string_view client_id);

/// Whose a file is.
struct EntrySeal {
  std::string client_id;  ///< empty: not Sallyport's
  bool unchanged = false;
};
[[nodiscard]] EntrySeal read_entry_seal(std::string_view text);

}  // namespace sallyport
