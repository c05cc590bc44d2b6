#pragma once

#include <string>

#include "sallyport/core/result.hpp"

namespace sallyport {

/// The file that this program was started from: absolute (GetModuleFileNameW:
/// learn.microsoft.com/en-us/windows/win32/api/libloaderapi/nf-libloaderapi-getmodulefilenamew).
[[nodiscard]] Result<std::wstring> own_image();

}  // namespace sallyport
