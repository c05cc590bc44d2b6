#include "platform/posix/rejected_credential_files.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <filesystem>

#include "platform/posix/atomic_file.hpp"
#include "platform/posix/regular_file.hpp"
#include "sallyport/core/stable_name.hpp"

namespace sallyport {
namespace {

constexpr std::size_t kLargestFile = 4096;

std::string describe(const CredentialKey& key) {
  return fmt::format("{}\n{}\n{}\n{}\n", to_string(key.proxy.protocol), key.proxy.host, key.proxy.port, key.username);
}

std::string describe(const CredentialKey& key, std::chrono::sys_seconds modified) {
  return describe(key) + std::to_string(modified.time_since_epoch().count()) + "\n";
}

/// The file's content tells two of the same name apart.
std::string name_of(const CredentialKey& key) { return stable_name(describe(key)); }

}  // namespace

std::string RejectedCredentialFiles::file(const CredentialKey& key) const {
  const auto directory = paths_.runtime_directory();
  return directory ? fmt::format("{}/rejected/{}", *directory, name_of(key)) : std::string();
}

bool RejectedCredentialFiles::mark(const CredentialKey& key, std::chrono::sys_seconds modified) {
  const std::string path = file(key);
  if (path.empty()) return true;
  const std::string folder = std::filesystem::path(path).parent_path();
  if (::mkdir(folder.c_str(), 0700) == 0) ::chmod(folder.c_str(), 0700);  // whatever the umask took away
  auto target = AtomicFile::lock(path, std::chrono::milliseconds(200));
  if (!target) return true;
  if (contains(key, modified)) return false;
  (void)target->replace(describe(key, modified), 0600);
  return true;
}

bool RejectedCredentialFiles::contains(const CredentialKey& key, std::chrono::sys_seconds modified) {
  const std::string path = file(key);
  if (path.empty()) return false;
  const auto marked = read_regular_file(path, kLargestFile);
  return marked && *marked && (*marked)->text == describe(key, modified);
}

}  // namespace sallyport
