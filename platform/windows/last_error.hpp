#pragma once

#include <windows.h>

#include <string>

namespace sallyport {

/// What Windows calls an error, with its number: `Access is denied. (5)`. For Error::detail.
[[nodiscard]] std::string describe_windows_error(DWORD error);

}  // namespace sallyport
