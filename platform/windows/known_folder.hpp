#pragma once

#include <windows.h>

// After windows.h, which they need.
#include <knownfolders.h>

#include <filesystem>

namespace sallyport {

/// SHGetKnownFolderPath: learn.microsoft.com/en-us/windows/win32/api/shlobj_core/nf-shlobj_core-shgetknownfolderpath.
/// Empty when there is no such folder.
[[nodiscard]] std::filesystem::path known_folder(const GUID& id);

}  // namespace sallyport
