#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "platform/windows/file_access.hpp"
#include "sallyport/core/result.hpp"

namespace sallyport {

/// A file's content with what Windows said of that same open file, so that no check races with the reading.
struct RegularFile {
  std::string text;
  FileAccess access = FileAccess::kUnknown;
  unsigned long names = 1;  ///< hard links
};

/// Follows links. Empty optional when there is no such file; kIo for a folder, a device, a pipe, a file of more than
/// `limit` bytes, or one that cannot be read. Keeps nobody from replacing it meanwhile.
[[nodiscard]] Result<std::optional<RegularFile>> read_regular_file(const std::string& path, std::size_t limit);

}  // namespace sallyport
