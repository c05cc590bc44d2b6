#pragma once

#include <utility>

#include "sallyport/ports/configuration_files.hpp"

namespace sallyport {

/// The files on disk. Replaces under the lock of AtomicFile, so that no two programs of ours do it at once; an editor
/// that saves within the moment between the last look and the rename is not seen.
class DiskConfigurationFiles final : public ConfigurationFiles {
 public:
  explicit DiskConfigurationFiles(ConfigurationPlaces places = {}) : places_(std::move(places)) {}

  [[nodiscard]] const ConfigurationPlaces& places() const override { return places_; }
  [[nodiscard]] Result<std::optional<ConfigurationFile>> read(const std::string& path) override;
  [[nodiscard]] std::vector<std::string> list(const std::string& directory, std::string_view suffix) override;
  [[nodiscard]] Result<std::string> replace(const ConfigurationFile& seen, const Secret& text) override;
  [[nodiscard]] std::optional<FolderState> folder(const std::string& path) override;
  [[nodiscard]] Result<void> make_private(const std::string& path) override;

 private:
  ConfigurationPlaces places_;
};

}  // namespace sallyport
