#include "platform/authority_bundle_files.hpp"

#include <fmt/format.h>

#include "platform/own_file.hpp"

namespace sallyport {
namespace {

/// A system's roots are some 200 KiB.
constexpr std::size_t kLargestFile = std::size_t{16} * 1024 * 1024;
constexpr std::size_t kLargestBundle = 2 * kLargestFile;
constexpr std::chrono::seconds kLockWait{2};

bool is_readable(const std::string& file) {
  const auto read = read_file(file, kLargestFile);
  return read && *read;
}

}  // namespace

AuthorityFiles AuthorityBundleFiles::files(std::span<const std::string> candidates) {
  AuthorityFiles found;
  found.folder = paths_.state_directory() + "/authorities";
  found.system = system_roots_file_(found.folder);
  for (const std::string& each : candidates) {
    if (!is_readable(each)) found.unusable.push_back(each);
  }
  return found;
}

Result<void> AuthorityBundleFiles::make(const AuthorityBundle& bundle) {
  std::string all;
  for (const std::string& part : bundle.parts) {
    const auto read = read_file(part, kLargestFile);
    if (!read || !*read) {
      return failure(ErrorCode::kIo,
                     fmt::format("The file of certificates \"{}\" cannot be read. Look at `ca_file` in the settings, "
                                 "and at the app's variables.",
                                 part),
                     read ? "" : read.error().detail);
    }
    all += **read;
    if (!all.ends_with('\n')) all += '\n';
  }
  const auto there = read_file(bundle.path, kLargestBundle);
  if (there && *there == all) return {};
  return update_own_file(bundle.path, kLargestBundle, kLockWait,
                         [&](const std::optional<std::string>&) { return std::optional(all); });
}

}  // namespace sallyport
