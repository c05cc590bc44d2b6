#include "platform/disk_configuration_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <system_error>
#include <utility>

#include "platform/common/configuration_change.hpp"
#include "platform/windows/atomic_file.hpp"
#include "platform/windows/final_path.hpp"
#include "platform/windows/regular_file.hpp"
#include "platform/windows/utf16.hpp"

namespace sallyport {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::seconds kLockWait{5};
constexpr std::size_t kMostListed = 1000;
constexpr std::uint32_t kFileMode = 0600;
constexpr std::uint32_t kFolderMode = 0700;

bool is_there(const std::string& path) {
  return ::GetFileAttributesW(to_utf16(path).c_str()) != INVALID_FILE_ATTRIBUTES;
}

/// A name that is free; only holders of the file's lock give such names.
Result<std::string> name_of_copy(const std::string& target) {
  CopyNames names(target);
  auto path = names.next();
  while (path && is_there(*path)) path = names.next();
  return path;
}

struct SeenFile {
  ConfigurationFile configuration;
  unsigned long names = 1;  ///< hard links
};

Result<std::optional<SeenFile>> read_file(const std::string& path) {
  auto file = read_regular_file(path, ConfigurationFiles::kMaximumSize);
  if (!file) return tl::unexpected(std::move(file.error()));
  if (!*file) return std::nullopt;
  std::string text = std::exchange((*file)->text, {});
  const char* owner = (*file)->access == FileAccess::kAnothersFile ? "another user" : "";
  SeenFile result{{path, to_utf8(link_target(to_utf16(path))), Secret(text), owner, kFileMode}, (*file)->names};
  wipe_memory(text.data(), text.size());
  return result;
}

}  // namespace

Result<std::optional<ConfigurationFile>> DiskConfigurationFiles::read(const std::string& path) {
  auto file = read_file(path);
  if (!file) return tl::unexpected(std::move(file.error()));
  if (!*file) return std::nullopt;
  return std::move((*file)->configuration);
}

std::vector<std::string> DiskConfigurationFiles::list(const std::string& directory, std::string_view suffix) {
  std::vector<std::string> paths;
  std::error_code error;
  for (fs::directory_iterator each(to_utf16(directory), error), end;
       !error && each != end && paths.size() < kMostListed; each.increment(error)) {
    std::string path = to_utf8(each->path().wstring());
    if (path.ends_with(suffix)) paths.push_back(std::move(path));
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

Result<std::string> DiskConfigurationFiles::replace(const ConfigurationFile& seen, const Secret& text) {
  auto lock = AtomicFile::lock(seen.target, kLockWait);
  if (!lock) return tl::unexpected(std::move(lock.error()));
  const auto found = read_file(seen.path);
  if (!found) return tl::unexpected(found.error());
  if (auto checked =
          check_configuration_change(seen, *found ? &(*found)->configuration : nullptr, *found ? (*found)->names : 0);
      !checked) {
    return tl::unexpected(std::move(checked.error()));
  }
  auto copy = name_of_copy(seen.target);
  if (!copy) return copy;
  if (auto replaced = lock->replace_keeping(text.reveal(), *copy); !replaced) {
    return tl::unexpected(std::move(replaced.error()));
  }
  return copy;
}

std::optional<FolderState> DiskConfigurationFiles::folder(const std::string& path) {
  std::error_code ignored;
  if (!fs::is_directory(to_utf16(path), ignored)) return std::nullopt;
  return FolderState{"", kFolderMode};
}

Result<void> DiskConfigurationFiles::make_private(const std::string& path) {
  return failure(ErrorCode::kUnsupported,
                 fmt::format("Who may enter {} stands in an access list, which Sallyport does not change. Look at the "
                             "page Security of its properties.",
                             path));
}

}  // namespace sallyport
