#include "platform/posix/own_program.hpp"

#include <filesystem>
#include <system_error>

namespace sallyport {

Result<std::string> own_program() {
  std::error_code error;
  const auto program = std::filesystem::read_symlink("/proc/self/exe", error);
  if (!error) return program.string();
  return failure(ErrorCode::kIo, "Sallyport cannot tell where it is installed: /proc/self/exe cannot be read.",
                 error.message());
}

}  // namespace sallyport
