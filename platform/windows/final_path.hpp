#pragma once

#include <string>

namespace sallyport {

/// Where `path` leads when every link is followed, as paths are written everywhere else, without `\\?\`
/// (GetFinalPathNameByHandleW:
/// learn.microsoft.com/en-us/windows/win32/api/fileapi/nf-fileapi-getfinalpathnamebyhandlew). Itself when that cannot
/// be told.
[[nodiscard]] std::wstring final_path(const std::wstring& path);

/// The same for a file that is itself a link; every other path stays as it is written.
[[nodiscard]] std::wstring link_target(const std::wstring& path);

}  // namespace sallyport
