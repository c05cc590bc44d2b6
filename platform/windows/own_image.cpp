#include "platform/windows/own_image.hpp"

#include <windows.h>

#include "platform/windows/last_error.hpp"

namespace sallyport {

Result<std::wstring> own_image() {
  constexpr DWORD kLongestPath = 32768;
  std::wstring self(kLongestPath, L'\0');
  const DWORD size = ::GetModuleFileNameW(nullptr, self.data(), kLongestPath);
  if (size == 0 || size == kLongestPath) {
    return failure(ErrorCode::kIo, "Sallyport cannot tell where it is installed.",
                   describe_windows_error(::GetLastError()));
  }
  self.resize(size);
  return self;
}

}  // namespace sallyport
