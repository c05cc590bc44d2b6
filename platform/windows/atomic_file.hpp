#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "platform/windows/handle.hpp"
#include "sallyport/core/result.hpp"

namespace sallyport {

/// A file that is replaced whole or not at all, under a lock that every writer of ours takes.
///
/// The lock is `.NAME.lock` beside the file, opened for one process alone and removed by Windows when that closes it or
/// ends (FILE_FLAG_DELETE_ON_CLOSE). New content goes to `.NAME.new` in the same folder, reaches the disk
/// (FlushFileBuffers), and then takes the file's name (MoveFileExW with MOVEFILE_REPLACE_EXISTING and
/// MOVEFILE_WRITE_THROUGH: learn.microsoft.com/en-us/windows/win32/api/winbase/nf-winbase-movefileexw). Where the path
/// is a link, all this happens to its target and the link stays. Folders that are missing are made, and inherit who may
/// use them.
class AtomicFile {
 public:
  /// Waits up to `wait` for other writers (kTimedOut). kIo when the folder cannot be written.
  [[nodiscard]] static Result<AtomicFile> lock(const std::string& path, std::chrono::milliseconds wait);

  /// Each does the whole or leaves the file as it was (kIo), and waits for readers that do not share it.
  [[nodiscard]] Result<void> replace(std::string_view content);
  /// The file, which must be there, gets the name `copy`, and a new one its access rights and attributes
  /// (ReplaceFileW: learn.microsoft.com/en-us/windows/win32/api/winbase/nf-winbase-replacefilew).
  [[nodiscard]] Result<void> replace_keeping(std::string_view content, const std::string& copy);
  [[nodiscard]] Result<void> remove();

 private:
  AtomicFile(std::wstring target, Handle lock) : target_(std::move(target)), lock_(std::move(lock)) {}

  std::wstring target_;
  Handle lock_;
};

}  // namespace sallyport
