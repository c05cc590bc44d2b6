#include "platform/throwaway_directory.hpp"

#include <fmt/format.h>
#include <stdlib.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

namespace sallyport {

Result<std::unique_ptr<ThrowawayDirectory>> ThrowawayDirectory::make(const std::string& prefix) {
  // A socket's path has room for 107 bytes (unix(7)).
  constexpr std::size_t kLongestParent = 40;
  std::error_code error;
  std::string parent = std::filesystem::temp_directory_path(error).string();
  if (error || parent.size() > kLongestParent) parent = "/tmp";
  std::string path = fmt::format("{}/{}.XXXXXX", parent, prefix);
  if (::mkdtemp(path.data()) == nullptr) {
    return failure(ErrorCode::kIo, fmt::format("No directory can be made in {}.", parent), std::strerror(errno));
  }
  return std::unique_ptr<ThrowawayDirectory>(new ThrowawayDirectory(path));
}

ThrowawayDirectory::~ThrowawayDirectory() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace sallyport
