#pragma once

#include <windows.h>

namespace sallyport {

/// Whether this Windows is Wine, which lacks some of what a test would see.
inline bool is_wine() { return ::GetProcAddress(::GetModuleHandleW(L"ntdll"), "wine_get_version") != nullptr; }

}  // namespace sallyport
