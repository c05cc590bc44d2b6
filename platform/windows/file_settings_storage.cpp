#include "platform/file_settings_storage.hpp"

#include <fmt/format.h>

#include <chrono>
#include <utility>

#include "platform/windows/atomic_file.hpp"
#include "platform/windows/regular_file.hpp"

namespace sallyport {
namespace {

constexpr std::size_t kMaximumSize = std::size_t{4} * 1024 * 1024;
constexpr std::chrono::seconds kSettingsWait{10};

Result<void> check_access(const std::string& path, FileAccess access) {
  switch (access) {
    case FileAccess::kOwn:
      return {};
    case FileAccess::kAnothersFile:
      return failure(ErrorCode::kInvalidSettings,
                     fmt::format("The settings file {} belongs to another user and is not used, because it names "
                                 "commands that would run as you. Make it yours, or replace it by a copy.",
                                 path));
    case FileAccess::kOthersWrite:
      return failure(ErrorCode::kInvalidSettings,
                     fmt::format("Others may write the settings file {}, so it is not used: it names commands that "
                                 "would run as you. Look at what is in it, then run: icacls \"{}\" /reset",
                                 path, path));
    case FileAccess::kUnknown:
      break;
  }
  return failure(ErrorCode::kInvalidSettings,
                 fmt::format("Windows does not say who may write the settings file {}, so it is not used: it names "
                             "commands that would run as you. Move it to a drive that keeps access rights.",
                             path));
}

}  // namespace

FileSettingsStorage::FileSettingsStorage(std::string path) : path_(std::move(path)) {}

Result<std::optional<std::string>> FileSettingsStorage::read() {
  Result<std::optional<RegularFile>> file = read_regular_file(path_, kMaximumSize);
  if (!file) return tl::unexpected(file.error());
  if (!*file) return std::nullopt;
  if (const Result<void> safe = check_access(path_, (*file)->access); !safe) return tl::unexpected(safe.error());
  return std::move((*file)->text);
}

Result<void> FileSettingsStorage::update(
    const std::function<Result<std::string>(const std::optional<std::string>& text)>& edit) {
  Result<AtomicFile> file = AtomicFile::lock(path_, kSettingsWait);
  if (!file) return tl::unexpected(file.error());
  const Result<std::optional<std::string>> text = read();
  if (!text) return tl::unexpected(text.error());
  const Result<std::string> edited = edit(*text);
  if (!edited) return tl::unexpected(edited.error());
  if (edited->size() > kMaximumSize) {
    return failure(ErrorCode::kInvalidValue,
                   fmt::format("The settings would take more than {} bytes, which {} may not. They were not saved.",
                               kMaximumSize, path_));
  }
  return file->replace(*edited);
}

}  // namespace sallyport
