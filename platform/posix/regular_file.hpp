#pragma once

#include <sys/types.h>

#include <cstddef>
#include <optional>
#include <string>

#include "sallyport/core/result.hpp"

namespace sallyport {

/// A file's content with what the file system said of that same open file, so that no check races with the reading.
struct RegularFile {
  std::string text;
  uid_t owner = 0;
  gid_t group = 0;
  mode_t permissions = 0;  ///< the twelve mode bits
  nlink_t names = 1;       ///< hard links
  bool has_access_list = false;
};

/// Follows links. Empty optional when there is no such file (or a link leads nowhere); kIo for a folder, a device, a
/// pipe (without waiting for it), a file of more than `limit` bytes, or one that cannot be read.
[[nodiscard]] Result<std::optional<RegularFile>> read_regular_file(const std::string& path, std::size_t limit);

}  // namespace sallyport
