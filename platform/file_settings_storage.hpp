#pragma once

#include <string>

#include "sallyport/ports/settings_storage.hpp"

namespace sallyport {

/// The settings in one file. Without state of its own: any thread, and any number of them for one path.
class FileSettingsStorage final : public SettingsStorage {
 public:
  /// `path` is absolute.
  explicit FileSettingsStorage(std::string path);

  [[nodiscard]] std::string path() const override { return path_; }
  [[nodiscard]] Result<std::optional<std::string>> read() override;
  [[nodiscard]] Result<void> update(
      const std::function<Result<std::string>(const std::optional<std::string>& text)>& edit) override;

 private:
  std::string path_;
};

}  // namespace sallyport
