#include "platform/posix/authority_bundle_files.hpp"

#include <fmt/format.h>

#include "platform/posix/atomic_file.hpp"
#include "platform/posix/regular_file.hpp"

namespace sallyport {
namespace {

/// A system's roots are some 200 KiB.
constexpr std::size_t kLargestFile = std::size_t{16} * 1024 * 1024;

bool is_readable(const std::string& file) {
  const auto read = read_regular_file(file, kLargestFile);
  return read && *read;
}

}  // namespace

AuthorityFiles AuthorityBundleFiles::files(std::span<const std::string> candidates) {
  AuthorityFiles found;
  found.folder = paths_.state_directory() + "/authorities";
  for (const std::string& each : system_roots_) {
    if (!is_readable(each)) continue;
    found.system = each;
    break;
  }
  for (const std::string& each : candidates) {
    if (!is_readable(each)) found.unusable.push_back(each);
  }
  return found;
}

Result<void> AuthorityBundleFiles::make(const AuthorityBundle& bundle) {
  std::string all;
  for (const std::string& part : bundle.parts) {
    const auto read = read_regular_file(part, kLargestFile);
    if (!read || !*read) {
      return failure(ErrorCode::kIo,
                     fmt::format("The file of certificates \"{}\" cannot be read. Look at `ca_file` in the settings, "
                                 "and at the app's variables.",
                                 part),
                     read ? "" : read.error().detail);
    }
    all += (*read)->text;
    if (!all.ends_with('\n')) all += '\n';
  }
  const auto there = read_regular_file(bundle.path, 2 * kLargestFile);
  if (there && *there && (*there)->text == all) return {};
  auto file = AtomicFile::lock(bundle.path, std::chrono::seconds(2));
  if (!file) return tl::unexpected(std::move(file.error()));
  return file->replace(all, 0600);
}

std::vector<std::string> linux_system_roots() {
  return {"/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/ca-bundle.pem",
          "/etc/ssl/cert.pem"};
}

}  // namespace sallyport
