#pragma once

#include <functional>
#include <optional>
#include <string>

#include "sallyport/core/result.hpp"

namespace sallyport {

/// The settings file: its place, its text, its safe replacement.
class SettingsStorage {
 public:
  virtual ~SettingsStorage() = default;

  /// Absolute.
  [[nodiscard]] virtual std::string path() const = 0;
  /// The whole text; empty optional when there is no file yet. kIo when it cannot be read; kInvalidSettings when
  /// another user owns it or others may write it (it names commands that will be run).
  [[nodiscard]] virtual Result<std::optional<std::string>> read() = 0;
  /// One transaction against other writers: takes the lock, reads again, hands the text to `edit`, and replaces the
  /// file with what it returns (temporary file in the same folder, 0600, fsync, rename, fsync of the folder). A symlink
  /// stays and its target is replaced. When `edit` or any step fails, the file is as before and nothing is left behind.
  [[nodiscard]] virtual Result<void> update(
      const std::function<Result<std::string>(const std::optional<std::string>& text)>& edit) = 0;
};

}  // namespace sallyport
