#pragma once

#include <string>
#include <string_view>

namespace sallyport {

/// Where an icon is kept, as `C:\x\app.exe,0` says it: a file, and the icon's number there. Without a number the whole
/// is the file, and its first icon is meant.
struct IconLocation {
  std::wstring file;
  int number = 0;
};
[[nodiscard]] IconLocation parse_icon_location(std::string_view icon);

}  // namespace sallyport
