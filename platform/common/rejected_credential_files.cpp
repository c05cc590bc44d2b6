#include "platform/rejected_credential_files.hpp"

#include <fmt/format.h>

#include "platform/own_file.hpp"
#include "sallyport/core/stable_name.hpp"

namespace sallyport {
namespace {

constexpr std::size_t kLargestMark = 4096;
constexpr std::chrono::milliseconds kMarkWait{200};

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
  const std::string text = describe(key, modified);
  bool is_news = true;
  (void)update_own_file(path, kLargestMark, kMarkWait, [&](const std::optional<std::string>& marked) {
    is_news = marked != text;
    return is_news ? std::optional(text) : std::nullopt;
  });
  return is_news;
}

bool RejectedCredentialFiles::contains(const CredentialKey& key, std::chrono::sys_seconds modified) {
  const std::string path = file(key);
  if (path.empty()) return false;
  const auto marked = read_file(path, kLargestMark);
  return marked && *marked == describe(key, modified);
}

}  // namespace sallyport
