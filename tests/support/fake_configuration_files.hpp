#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "sallyport/ports/configuration_files.hpp"

namespace sallyport {

/// Configuration files in memory.
class FakeConfigurationFiles final : public ConfigurationFiles {
 public:
  struct File {
    std::string text;
    std::string owner = {};
    std::uint32_t mode = 0644;
  };
  std::map<std::string, File> files;
  std::map<std::string, std::string> links;  ///< to a path in `files`
  std::map<std::string, Error> unreadable;
  std::map<std::string, FolderState> folders;
  ConfigurationPlaces where = linux_configuration_places(Environment::from_block({"HOME=/home/a"}));

  [[nodiscard]] const ConfigurationPlaces& places() const override { return where; }

  [[nodiscard]] Result<std::optional<ConfigurationFile>> read(const std::string& path) override {
    if (const auto error = unreadable.find(path); error != unreadable.end()) return tl::unexpected(error->second);
    const auto link = links.find(path);
    const std::string& target = link == links.end() ? path : link->second;
    const auto file = files.find(target);
    if (file == files.end()) return std::nullopt;
    const auto& [text, owner, mode] = file->second;
    if (text.size() > kMaximumSize) return failure(ErrorCode::kIo, path + " is too large.");
    return ConfigurationFile{path, target, Secret(text), owner, mode};
  }

  [[nodiscard]] std::vector<std::string> list(const std::string& directory, std::string_view suffix) override {
    std::vector<std::string> paths;
    for (const auto& [path, file] : files) {
      const bool is_in = path.starts_with(directory + "/") && path.find('/', directory.size() + 1) == std::string::npos;
      if (is_in && path.ends_with(suffix)) paths.push_back(path);
    }
    return paths;
  }

  [[nodiscard]] Result<std::string> replace(const ConfigurationFile& seen, const Secret& text) override {
    const auto file = files.find(seen.target);
    if (file == files.end() || file->second.text != seen.text.reveal()) {
      return failure(ErrorCode::kIo, seen.path + " was left as it is: it was changed since it was looked at.");
    }
    if (!file->second.owner.empty()) return failure(ErrorCode::kIo, seen.path + " was left as it is: it is not yours.");
    std::string backup = seen.target + ".sallyport-backup-1";
    for (int i = 2; files.contains(backup); ++i) backup = seen.target + ".sallyport-backup-" + std::to_string(i);
    files[backup] = file->second;
    file->second.text = std::string(text.reveal());
    return backup;
  }

  [[nodiscard]] std::optional<FolderState> folder(const std::string& path) override {
    const auto present = folders.find(path);
    return present == folders.end() ? std::nullopt : std::optional(present->second);
  }
  [[nodiscard]] Result<void> make_private(const std::string& path) override {
    const auto present = folders.find(path);
    if (present == folders.end() || !present->second.owner.empty()) {
      return failure(ErrorCode::kIo, path + " was left as it is.");
    }
    present->second.mode = 0700;
    return {};
  }
};

}  // namespace sallyport
