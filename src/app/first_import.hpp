#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "app/proxy_import.hpp"

namespace sallyport {

/// Where an import looks that is not told where.
struct ImportPlaces {
  SystemProxy& desktop;               ///< the one that runs
  const Environment& environment;     ///< the program's own
  std::vector<std::string> desktops;  ///< that may not run: `GNOME`, `KDE`, in this order
  /// What one of them says.
  std::function<Result<ImportSource>(const std::string& name)> other_desktop;
};

/// What is in force here comes first: the desktop that runs, the environment; then the desktops that do not run. The
/// first that names a proxy is proposed, whether it changes something or not; what was passed over though it may be
/// what is in force (PAC, settings that cannot be read) stands before its warnings. Asks no further than that. Blocks
/// as SystemProxy does. kFailed with the reason of each when there is none.
[[nodiscard]] Result<ProxyImport> find_first_import(const ImportPlaces& places, const ProxySettings& current,
                                                    std::span<const SupervisorStatus> running = {});

}  // namespace sallyport
