#include "platform/file_settings_storage.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <utility>

#include "platform/posix/atomic_file.hpp"
#include "platform/posix/regular_file.hpp"

namespace sallyport {
namespace {

constexpr std::size_t kMaximumSize = std::size_t{4} * 1024 * 1024;
constexpr std::chrono::seconds kSettingsWait{10};

}  // namespace

FileSettingsStorage::FileSettingsStorage(std::string path) : path_(std::move(path)) {}

Result<std::optional<std::string>> FileSettingsStorage::read() {
  Result<std::optional<RegularFile>> file = read_regular_file(path_, kMaximumSize);
  if (!file) return tl::unexpected(file.error());
  if (!*file) return std::nullopt;
  if ((*file)->owner != ::geteuid())
    return failure(ErrorCode::kInvalidSettings,
                   fmt::format("The settings file {} belongs to another user and is not used, because it names "
                               "commands that would run as you. Make it yours, or replace it by a copy.",
                               path_));
  if ((*file)->permissions & (S_IWGRP | S_IWOTH))
    return failure(ErrorCode::kInvalidSettings,
                   fmt::format("Others may write the settings file {}, so it is not used: it names commands that "
                               "would run as you. Look at what is in it, then run: chmod go-w {}",
                               path_, path_));
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
  if (edited->size() > kMaximumSize)
    return failure(ErrorCode::kInvalidValue,
                   fmt::format("The settings would take more than {} bytes, which {} may not. "
                               "They were not saved.",
                               kMaximumSize, path_));
  return file->replace(*edited, 0600);
}

}  // namespace sallyport
