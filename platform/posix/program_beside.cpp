#include "platform/posix/program_beside.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>

namespace sallyport {

Result<std::string> program_beside(const std::string& self, std::string_view name) {
  const std::string program = (std::filesystem::path(self).parent_path() / name).string();
  if (::access(program.c_str(), X_OK) != 0) {
    return failure(ErrorCode::kCommandNotFound, fmt::format("{} is missing. Install Sallyport again.", program));
  }
  return program;
}

}  // namespace sallyport
