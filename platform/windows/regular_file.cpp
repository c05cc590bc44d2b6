#include "platform/windows/regular_file.hpp"

#include <fmt/format.h>

#include <array>

#include "platform/windows/handle.hpp"
#include "platform/windows/last_error.hpp"
#include "platform/windows/utf16.hpp"

namespace sallyport {
namespace {

tl::unexpected<Error> cannot_read(const std::string& path, DWORD error) {
  return failure(ErrorCode::kIo, fmt::format("{} cannot be read: {}.", path, describe_windows_error(error)),
                 describe_windows_error(error));
}

}  // namespace

Result<std::optional<RegularFile>> read_regular_file(const std::string& path, std::size_t limit) {
  const std::wstring name = to_utf16(path);
  const DWORD attributes = ::GetFileAttributesW(name.c_str());
  if (attributes != INVALID_FILE_ATTRIBUTES && (attributes & FILE_ATTRIBUTE_DIRECTORY) != 0) {
    return failure(ErrorCode::kIo, fmt::format("{} is a folder, not a file. Move it away.", path));
  }
  const Handle file(::CreateFileW(name.c_str(), GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE,
                                  nullptr, OPEN_EXISTING, 0, nullptr));
  if (!file) {
    const DWORD error = ::GetLastError();
    if (error == ERROR_FILE_NOT_FOUND || error == ERROR_PATH_NOT_FOUND) return std::nullopt;
    return cannot_read(path, error);
  }
  if (::GetFileType(file.get()) != FILE_TYPE_DISK) {
    return failure(ErrorCode::kIo, fmt::format("{} is not a regular file.", path));
  }
  BY_HANDLE_FILE_INFORMATION about{};
  if (::GetFileInformationByHandle(file.get(), &about) == 0) return cannot_read(path, ::GetLastError());
  RegularFile result{{}, access_to(file.get()), about.nNumberOfLinks};
  std::array<char, 16384> buffer{};
  for (;;) {
    DWORD count = 0;
    if (::ReadFile(file.get(), buffer.data(), static_cast<DWORD>(buffer.size()), &count, nullptr) == 0) {
      return cannot_read(path, ::GetLastError());
    }
    if (count == 0) return result;
    if (result.text.size() + count > limit) {
      return failure(ErrorCode::kIo,
                     fmt::format("{} is larger than {} bytes, which no file of its kind is. Look at what "
                                 "is in it, or move it away.",
                                 path, limit));
    }
    result.text.append(buffer.data(), count);
  }
}

}  // namespace sallyport
