#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sallyport/core/client.hpp"
#include "sallyport/core/result.hpp"

namespace sallyport {

/// An app of the OS's menu.
struct InstalledApp {
  std::string desktop_id;    ///< `postman.desktop`; on Windows the link's path below the Start Menu
  std::string path;          ///< of the entry's file
  std::string name;          ///< localised
  std::string command_line;  ///< as the entry writes it
  std::string icon;          ///< a name of the icon theme, or a path; may be empty
};

/// What is installed and can be added as a client.
class InstalledApps {
 public:
  virtual ~InstalledApps() = default;

  /// Every app that the menu shows, by name; without entries that are Sallyport's own.
  [[nodiscard]] virtual std::vector<InstalledApp> list() = 0;
  /// A client from a desktop id or the path of an entry: name, command, arguments (`%f %F %u %U` become
  /// kFilesArgument), directory, desktop_id; id left empty. An entry of ours leads to the app's own below it.
  /// kUnknownName, kInvalidValue.
  [[nodiscard]] virtual Result<Client> import(std::string_view desktop_id_or_path) = 0;
  /// The icon of a client (a theme name or a path): its entry's, else a guess from its command; may be empty.
  [[nodiscard]] virtual std::string icon_of(const Client& client) = 0;
};

}  // namespace sallyport
