#pragma once

#include <sys/types.h>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/posix/file_descriptor.hpp"
#include "sallyport/core/result.hpp"

namespace sallyport {

/// A file that is replaced whole or not at all, under a lock that every writer of ours takes.
///
/// The lock is flock(2) on `.NAME.lock` beside the file, which is removed when it is released; one that a killed
/// process left is taken over. New content goes to `.NAME.new` in the same folder, reaches the disk, and then takes the
/// file's name. Where the path is a symlink, all this happens to its target and the link stays. Folders that are
/// missing are made 0700, and go again when nothing came to stand in them.
class AtomicFile {
 public:
  /// Waits up to `wait` for other writers (kTimedOut). kIo when the folder cannot be written, or a link leads to a
  /// folder that does not exist.
  [[nodiscard]] static Result<AtomicFile> lock(const std::string& path, std::chrono::milliseconds wait);
  ~AtomicFile();
  AtomicFile(AtomicFile&& other) noexcept;
  AtomicFile& operator=(AtomicFile&&) = delete;

  /// Each either does the whole or leaves the file as it was (kIo). `group`: as of create_new_file().
  [[nodiscard]] Result<void> replace(std::string_view content, mode_t mode, std::optional<gid_t> group = {});
  [[nodiscard]] Result<void> remove();

 private:
  explicit AtomicFile(std::string target);

  std::string target_;
  std::string directory_;
  std::string lock_path_;
  std::vector<std::string> made_;
  FileDescriptor lock_;
};

}  // namespace sallyport
