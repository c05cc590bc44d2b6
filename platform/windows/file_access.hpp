#pragma once

#include <windows.h>

namespace sallyport {

/// Who could change a file, beside this user: administrators and Windows itself can change any and do not count.
enum class FileAccess {
  kOwn,           ///< nobody
  kAnothersFile,  ///< another user owns it, who could let anyone in
  kOthersWrite,   ///< its access list lets others write
  kUnknown,       ///< Windows does not tell
};

/// Of an open file, by its owner and access list (GetSecurityInfo:
/// learn.microsoft.com/en-us/windows/win32/api/aclapi/nf-aclapi-getsecurityinfo). `file` is open with READ_CONTROL.
[[nodiscard]] FileAccess access_to(HANDLE file);

/// The same of what Windows told: the list is null when the file has none. A conditional entry counts as if its
/// condition were met; an entry of a kind that no file should have lets others write.
[[nodiscard]] FileAccess access_by(PSID owner, ACL* list);

}  // namespace sallyport
