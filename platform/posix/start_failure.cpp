#include "platform/posix/start_failure.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <fstream>
#include <string_view>
#include <system_error>

namespace sallyport {
namespace {

std::string reason(int error) { return std::system_category().message(error); }

/// ELF, and the six that Mach-O begins with (<mach-o/loader.h>, <mach-o/fat.h>).
constexpr std::array<std::string_view, 7> kPrograms = {
    "\x7f"
    "ELF",
    "\xfe\xed\xfa\xce",
    "\xce\xfa\xed\xfe",
    "\xfe\xed\xfa\xcf",
    "\xcf\xfa\xed\xfe",
    "\xca\xfe\xba\xbe",
    "\xca\xfe\xba\xbf"};

}  // namespace

bool looks_binary(const std::string& program) {
  std::array<char, 128> head{};
  std::ifstream file(program, std::ios::binary);
  file.read(head.data(), head.size());
  const std::string_view text(head.data(), static_cast<std::size_t>(file.gcount()));
  return text.substr(0, text.find('\n')).find('\0') != std::string_view::npos ||
         std::any_of(kPrograms.begin(), kPrograms.end(),
                     [text](std::string_view magic) { return text.starts_with(magic); });
}

tl::unexpected<Error> start_failure(const std::string& program, int error) {
  switch (error) {
    case ENOENT:
    case ENOTDIR:
      if (::access(program.c_str(), F_OK) == 0) {
        return failure(ErrorCode::kCommandNotExecutable,
                       fmt::format("{} cannot be executed: the interpreter that its first line names, or its loader, "
                                   "is not installed.",
                                   program),
                       reason(error));
      }
      return failure(ErrorCode::kCommandNotFound, fmt::format("There is no program {}.", program), reason(error));
    case EACCES:
    case EPERM:
    case EISDIR:
      return failure(
          ErrorCode::kCommandNotExecutable,
          fmt::format("{} cannot be executed: permission denied. It must be a file that you may execute.", program),
          reason(error));
    case ENOEXEC:
    case EINVAL:
#ifdef ELIBBAD
    case ELIBBAD:
#endif
    case ELOOP:
    case ETXTBSY:
      return failure(ErrorCode::kCommandNotExecutable,
                     fmt::format("{} cannot be executed: {}.", program, reason(error)), reason(error));
    case E2BIG:
      return failure(ErrorCode::kIo,
                     fmt::format("{} was not started: its arguments and environment are too long.", program),
                     reason(error));
    default:
      return failure(ErrorCode::kIo, fmt::format("{} was not started: {}.", program, reason(error)), reason(error));
  }
}

Result<void> check_start_directory(const std::string& directory, const std::string& program) {
  struct stat status {};
  if (directory.empty()) {
    return {};
  }
  if (::stat(directory.c_str(), &status) != 0) {
    const int error = errno;
    return failure(ErrorCode::kInvalidValue,
                   fmt::format("{} was not started: its folder {} cannot be used ({}). Choose another folder.", program,
                               directory, reason(error)),
                   reason(error));
  }
  if (!S_ISDIR(status.st_mode) || ::access(directory.c_str(), X_OK) != 0) {
    return failure(ErrorCode::kInvalidValue,
                   fmt::format("{} was not started: {} is not a folder that can be entered. Choose "
                               "another folder.",
                               program, directory));
  }
  return {};
}

}  // namespace sallyport
