#include "platform/macos/this_mac.hpp"

#include <limits.h>
#include <pwd.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <string>
#include <string_view>

#include "platform/macos/process_table.hpp"

namespace sallyport {
namespace {

std::string home() {
  if (const char* const given = std::getenv("HOME"); given != nullptr && std::string_view(given).starts_with('/')) {
    return given;
  }
  const passwd* const user = ::getpwuid(::geteuid());
  return user == nullptr ? "" : user->pw_dir;
}

std::string temporary_directory() {
  std::array<char, PATH_MAX> path{};
  const std::size_t size = ::confstr(_CS_DARWIN_USER_TEMP_DIR, path.data(), path.size());
  return size == 0 || size > path.size() ? "/tmp" : std::string(path.data());
}

}  // namespace

MacPaths::Surroundings surroundings_of_this_process() {
  return {home(), temporary_directory(), program_of(::getpid())};
}

}  // namespace sallyport
