#include "platform/posix/regular_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>

#include "platform/posix/access_list.hpp"
#include "platform/posix/file_descriptor.hpp"

namespace sallyport {
namespace {

tl::unexpected<Error> cannot_read(const std::string& path, int error) {
  const std::string reason = std::generic_category().message(error);
  return failure(ErrorCode::kIo, fmt::format("{} cannot be read: {}.", path, reason), reason);
}

}  // namespace

Result<std::optional<RegularFile>> read_regular_file(const std::string& path, std::size_t limit) {
  // O_NONBLOCK: opening a pipe must not wait for its writer.
  const FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  if (!file) {
    if (errno == ENOENT) return std::nullopt;
    return cannot_read(path, errno);
  }
  struct stat status {};
  if (::fstat(file.get(), &status) != 0) return cannot_read(path, errno);
  if (S_ISDIR(status.st_mode))
    return failure(ErrorCode::kIo, fmt::format("{} is a folder, not a file. Move it away.", path));
  if (!S_ISREG(status.st_mode)) return failure(ErrorCode::kIo, fmt::format("{} is not a regular file.", path));

  RegularFile result{{},
                     status.st_uid,
                     status.st_gid,
                     static_cast<mode_t>(status.st_mode & 07777),
                     status.st_nlink,
                     has_access_list(file.get())};
  result.text.reserve(std::min(limit, static_cast<std::size_t>(status.st_size)));
  std::array<char, 16384> buffer;
  for (;;) {
    const ssize_t count = ::read(file.get(), buffer.data(), buffer.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return cannot_read(path, errno);
    if (count == 0) return result;
    if (result.text.size() + static_cast<std::size_t>(count) > limit)
      return failure(ErrorCode::kIo, fmt::format("{} is larger than {} bytes, which no file of its kind is. "
                                                 "Look at what is in it, or move it away.",
                                                 path, limit));
    result.text.append(buffer.data(), static_cast<std::size_t>(count));
  }
}

}  // namespace sallyport
