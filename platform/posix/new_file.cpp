#include "platform/posix/new_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "platform/new_program.hpp"
#include "platform/posix/file_descriptor.hpp"

namespace sallyport {
namespace {

/// 0, or the errno.
int write_all(int descriptor, std::string_view content) {
  while (!content.empty()) {
    const ssize_t count = ::write(descriptor, content.data(), content.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return errno;
    content.remove_prefix(static_cast<std::size_t>(count));
  }
  return 0;
}

}  // namespace

int create_new_file(const std::string& path, std::string_view content, mode_t mode, std::optional<gid_t> group) {
  const FileDescriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!file) return errno;
  int error = write_all(file.get(), content);
  constexpr auto kSameOwner = static_cast<uid_t>(-1);
  if (group && ::fchown(file.get(), kSameOwner, *group) != 0) mode &= ~static_cast<mode_t>(S_IRWXG);
  if (error == 0 && (::fchmod(file.get(), mode) != 0 || ::fsync(file.get()) != 0)) error = errno;
  if (error != 0) ::unlink(path.c_str());
  return error;
}

Result<void> write_new_program(const std::string& path, std::string_view text) {
  const int error = create_new_file(path, text, S_IRWXU);
  if (error == 0) return {};
  if (error == EEXIST) {
    return failure(ErrorCode::kAlreadyExists,
                   fmt::format("{} exists and is not overwritten; remove it, or name another file.", path));
  }
  return failure(ErrorCode::kIo, fmt::format("The file {} cannot be made.", path), std::strerror(error));
}

}  // namespace sallyport
