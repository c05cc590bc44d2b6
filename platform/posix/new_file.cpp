#include "platform/posix/new_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "platform/posix/file_descriptor.hpp"

namespace sallyport {

Result<void> write_new_program(const std::string& path, std::string_view text) {
  const FileDescriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, S_IRWXU));
  if (!file) {
    const int error = errno;
    if (error == EEXIST) {
      return failure(ErrorCode::kAlreadyExists,
                     fmt::format("{} exists and is not overwritten; remove it, or name another file.", path));
    }
    return failure(ErrorCode::kIo, fmt::format("The file {} cannot be made.", path), std::strerror(error));
  }
  while (!text.empty()) {
    const ssize_t written = ::write(file.get(), text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) {
      const int error = errno;
      ::unlink(path.c_str());
      return failure(ErrorCode::kIo, fmt::format("The file {} cannot be written.", path), std::strerror(error));
    }
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

}  // namespace sallyport
