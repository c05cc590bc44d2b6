#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace sallyport {

/// A path that is absolute on this platform: `/etc/x`, `C:\etc/x`. Nothing need be there.
inline std::string absolute_path(std::string_view below_root) {
  return (std::filesystem::current_path().root_path() / below_root).string();
}

}  // namespace sallyport
