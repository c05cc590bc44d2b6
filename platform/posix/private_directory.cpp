#include "platform/posix/private_directory.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace sallyport {

Result<std::string> private_directory(const std::string& path, std::string_view advice) {
  if (::mkdir(path.c_str(), 0700) == 0) {
    ::chmod(path.c_str(), 0700);  // whatever the umask took away
  } else if (const int error = errno; error != EEXIST) {
    return failure(ErrorCode::kIo,
                   fmt::format("The folder {} for control sockets cannot be made: {}. {}", path,
                               std::system_category().message(error), advice),
                   std::system_category().message(error));
  }
  struct stat status {};
  const auto refused = [&](std::string_view why, std::string_view what_to_do) {
    return failure(ErrorCode::kIo,
                   fmt::format("The folder {} is not safe for control sockets: {}. {}", path, why, what_to_do));
  };
  if (::lstat(path.c_str(), &status) != 0 || !S_ISDIR(status.st_mode)) {
    return refused("it is a link or a file", "Remove it.");
  }
  if (status.st_uid != ::geteuid()) {
    return refused("it belongs to another user", "Ask an administrator to remove it.");
  }
  if ((status.st_mode & 07777) != 0700) {
    return refused("others may enter it", fmt::format("Run: chmod 700 {}", path));
  }
  return path;
}

}  // namespace sallyport
