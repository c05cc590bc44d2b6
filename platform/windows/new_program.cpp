#include "platform/new_program.hpp"

#include <fmt/format.h>
#include <windows.h>

#include "platform/windows/handle.hpp"
#include "platform/windows/last_error.hpp"
#include "platform/windows/utf16.hpp"

namespace sallyport {

Result<void> write_new_program(const std::string& path, std::string_view text) {
  const std::wstring name = to_utf16(path);
  Handle file(::CreateFileW(name.c_str(), GENERIC_WRITE, 0, nullptr, CREATE_NEW, FILE_ATTRIBUTE_NORMAL, nullptr));
  if (!file) {
    const DWORD error = ::GetLastError();
    if (error == ERROR_FILE_EXISTS || error == ERROR_ALREADY_EXISTS) {
      return failure(ErrorCode::kAlreadyExists,
                     fmt::format("{} exists and is not overwritten; remove it, or name another file.", path));
    }
    return failure(ErrorCode::kIo, fmt::format("The file {} cannot be made.", path), describe_windows_error(error));
  }
  DWORD written = 0;
  if (::WriteFile(file.get(), text.data(), static_cast<DWORD>(text.size()), &written, nullptr) == 0 ||
      written != text.size()) {
    const DWORD error = ::GetLastError();
    file.reset();
    ::DeleteFileW(name.c_str());
    return failure(ErrorCode::kIo, fmt::format("The file {} cannot be written.", path), describe_windows_error(error));
  }
  return {};
}

}  // namespace sallyport
