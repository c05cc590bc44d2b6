#include "platform/linux/proc_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>

namespace sallyport {

std::optional<std::string> read_proc_file(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) {
    return std::nullopt;
  }
  std::string text;
  std::array<char, 4096> buffer{};
  ssize_t count = 0;
  while ((count = ::read(file, buffer.data(), buffer.size())) > 0 || (count < 0 && errno == EINTR)) {
    text.append(buffer.data(), static_cast<std::size_t>(count > 0 ? count : 0));
  }
  const int error = errno;
  ::close(file);
  errno = error;
  return count < 0 ? std::nullopt : std::optional(std::move(text));
}

std::optional<std::uint64_t> stat_field(std::string_view stat, int number) {
  const auto command_end = stat.rfind(')');
  if (command_end == std::string_view::npos) {
    return std::nullopt;
  }
  stat.remove_prefix(std::min(command_end + 2, stat.size()));
  for (int field = 3; field < number; ++field) {
    const auto space = stat.find(' ');
    if (space == std::string_view::npos) {
      return std::nullopt;
    }
    stat.remove_prefix(space + 1);
  }
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(stat.data(), stat.data() + stat.size(), value);
  return error == std::errc() ? std::optional(value) : std::nullopt;
}

}  // namespace sallyport
