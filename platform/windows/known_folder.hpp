#pragma once

#include <windows.h>

// After windows.h, which they need.
#include <knownfolders.h>

#include <filesystem>
#include <string_view>

#include "sallyport/core/environment.hpp"

namespace sallyport {

/// SHGetKnownFolderPath: learn.microsoft.com/en-us/windows/win32/api/shlobj_core/nf-shlobj_core-shgetknownfolderpath.
/// Empty when there is no such folder.
[[nodiscard]] std::filesystem::path known_folder(const GUID& id);
/// The folder that a variable names, where that is absolute, as programs take it; else the known folder.
[[nodiscard]] std::filesystem::path folder_of(const Environment& environment, std::string_view variable,
                                              const GUID& id);

}  // namespace sallyport
