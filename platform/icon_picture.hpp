#pragma once

#include <optional>
#include <string>
#include <vector>

namespace sallyport {

/// Pixels from the upper left corner, each of red, green, blue and opacity.
struct IconPicture {
  int width = 0;
  int height = 0;
  std::vector<unsigned char> rgba;
};

/// The icon of an app where it is no file of a picture but kept in a program: on Windows `C:\x\app.exe,0` with its
/// number there, or the program or the .ico alone. None elsewhere, and for what cannot be read. `size` in pixels. Reads
/// a file.
[[nodiscard]] std::optional<IconPicture> picture_of_icon(const std::string& icon, int size);

}  // namespace sallyport
