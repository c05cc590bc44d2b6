#include "platform/throwaway_directory.hpp"

#include <fmt/format.h>
#include <windows.h>

#include <filesystem>
#include <random>

#include "platform/windows/last_error.hpp"
#include "platform/windows/utf16.hpp"

namespace sallyport {

// The temporary directory of a user is nobody else's already (%LOCALAPPDATA%\Temp).
Result<std::unique_ptr<ThrowawayDirectory>> ThrowawayDirectory::make(const std::string& prefix) {
  std::error_code error;
  const std::filesystem::path parent = std::filesystem::temp_directory_path(error);
  if (error)
    return failure(ErrorCode::kIo, "There is no temporary directory. Check the variable TEMP.", error.message());
  std::random_device random;
  for (;;) {
    const std::wstring path = (parent / to_utf16(fmt::format("{}.{:08x}", prefix, random()))).wstring();
    if (::CreateDirectoryW(path.c_str(), nullptr) != 0) {
      return std::unique_ptr<ThrowawayDirectory>(new ThrowawayDirectory(to_utf8(path)));
    }
    if (const DWORD code = ::GetLastError(); code != ERROR_ALREADY_EXISTS) {
      return failure(ErrorCode::kIo, fmt::format("No directory can be made in {}.", to_utf8(parent.wstring())),
                     describe_windows_error(code));
    }
  }
}

ThrowawayDirectory::~ThrowawayDirectory() {
  std::error_code ignored;
  std::filesystem::remove_all(to_utf16(path_), ignored);
}

}  // namespace sallyport
