#include "platform/disk_configuration_files.hpp"

#include <fmt/format.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <filesystem>
#include <system_error>
#include <utility>

#include "platform/common/configuration_change.hpp"
#include "platform/posix/atomic_file.hpp"
#include "platform/posix/new_file.hpp"
#include "platform/posix/regular_file.hpp"

namespace sallyport {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::seconds kLockWait{5};
constexpr std::size_t kMostListed = 1000;
constexpr mode_t kAccess = 0777;

/// Empty for this user's own.
std::string owner_name(uid_t owner) {
  if (owner == ::geteuid()) return {};
  std::array<char, 4096> buffer{};
  passwd entry{};
  passwd* found = nullptr;
  ::getpwuid_r(owner, &entry, buffer.data(), buffer.size(), &found);
  return found == nullptr ? fmt::format("user {}", owner) : std::string(found->pw_name);
}

std::string target_of(const std::string& path) {
  std::error_code error;
  if (!fs::is_symlink(fs::symlink_status(path, error))) return path;
  const fs::path target = fs::canonical(path, error);
  return error ? path : target.string();
}

/// Its path.
Result<std::string> make_backup(const std::string& target, std::string_view text, mode_t mode, gid_t group) {
  CopyNames names(target);
  for (;;) {
    auto path = names.next();
    const int error = path ? create_new_file(*path, text, mode, group) : 0;
    if (error == 0) return path;
    if (error == EEXIST) continue;
    const std::string reason = std::generic_category().message(error);
    return failure(ErrorCode::kIo,
                   fmt::format("The copy {} cannot be made: {}. {} is as it was.", *path, reason, target), reason);
  }
}

/// What read() gives, and the same open file without its text.
struct SeenFile {
  ConfigurationFile configuration;
  RegularFile file;
};

Result<std::optional<SeenFile>> read_file(const std::string& path) {
  auto file = read_regular_file(path, ConfigurationFiles::kMaximumSize);
  if (!file) return tl::unexpected(std::move(file.error()));
  if (!*file) return std::nullopt;
  std::string text = std::exchange((*file)->text, {});
  ConfigurationFile result{path, target_of(path), Secret(text), owner_name((*file)->owner), (*file)->permissions};
  wipe_memory(text.data(), text.size());
  return SeenFile{std::move(result), *std::move(*file)};
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
  for (fs::directory_iterator each(directory, error), end; !error && each != end && paths.size() < kMostListed;
       each.increment(error)) {
    std::string path = each->path();
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
  if (auto checked = check_configuration_change(seen, *found ? &(*found)->configuration : nullptr,
                                                *found ? (*found)->file.names : 0);
      !checked) {
    return tl::unexpected(std::move(checked.error()));
  }
  const auto& [now, file] = **found;
  if (file.has_access_list) {
    return leave_configuration(seen.path,
                               "it has an access list (ACL), which a new file would not have. Change it by hand.");
  }
  auto backup = make_backup(seen.target, seen.text.reveal(), now.mode, file.group);
  if (!backup) return backup;
  if (auto replaced = lock->replace(text.reveal(), now.mode, file.group); !replaced) {
    ::unlink(backup->c_str());
    return tl::unexpected(std::move(replaced.error()));
  }
  return backup;
}

std::optional<FolderState> DiskConfigurationFiles::folder(const std::string& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0 || !S_ISDIR(status.st_mode)) return std::nullopt;
  return FolderState{owner_name(status.st_uid), status.st_mode & kAccess};
}

Result<void> DiskConfigurationFiles::make_private(const std::string& path) {
  const auto present = folder(path);
  if (!present) return leave_configuration(path, "it is not a folder.");
  if (!present->owner.empty()) return leave_configuration(path, fmt::format("it belongs to {}.", present->owner));
  if (::chmod(path.c_str(), S_IRWXU) == 0) return {};
  const std::string reason = std::generic_category().message(errno);
  return failure(ErrorCode::kIo, fmt::format("The mode of {} cannot be changed: {}.", path, reason), reason);
}

}  // namespace sallyport
