#include "platform/rejected_credential_files.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "platform/own_file.hpp"
#include "sallyport/core/stable_name.hpp"

namespace sallyport {
namespace {

constexpr std::size_t kLargestMark = 4096;
constexpr std::chrono::milliseconds kMarkWait{200};
/// Time enough for a lock to go that was just let go.
constexpr std::chrono::milliseconds kAttemptWait{5};
/// How many refused items of one key are remembered.
constexpr std::ptrdiff_t kRemembered = 8;

/// Whose credential it is. The file's content tells two of the same name apart.
std::string describe(const CredentialKey& key) {
  return fmt::format("{}\n{}\n{}\n{}\n", to_string(key.proxy.protocol), key.proxy.host, key.proxy.port, key.username);
}

std::string line_of(std::chrono::sys_seconds modified) {
  return std::to_string(modified.time_since_epoch().count()) + "\n";
}

/// The lines of the items that `text` says were refused; empty when it is about another key.
std::string_view items_in(std::string_view text, std::string_view key) {
  return text.starts_with(key) ? text.substr(key.size()) : std::string_view();
}

bool has_line(std::string_view lines, std::string_view line) {
  return fmt::format("\n{}", lines).find(fmt::format("\n{}", line)) != std::string::npos;
}

std::string_view without_first_line(std::string_view lines) { return lines.substr(lines.find('\n') + 1); }

}  // namespace

std::string RejectedCredentialFiles::file(const CredentialKey& key) const {
  const auto directory = paths_.runtime_directory();
  return directory ? fmt::format("{}/rejected/{}", *directory, stable_name(describe(key))) : std::string();
}

bool RejectedCredentialFiles::mark(const CredentialKey& key, std::chrono::sys_seconds modified) {
  const std::string path = file(key);
  if (path.empty()) return true;
  const std::string head = describe(key);
  const std::string line = line_of(modified);
  bool is_news = true;
  (void)update_own_file(path, kLargestMark, kMarkWait, [&](const std::optional<std::string>& marked) {
    std::string_view items = items_in(marked ? *marked : std::string_view(), head);
    is_news = !has_line(items, line);
    if (std::ranges::count(items, '\n') >= kRemembered) items = without_first_line(items);
    return is_news ? std::optional(fmt::format("{}{}{}", head, items, line)) : std::nullopt;
  });
  return is_news;
}

bool RejectedCredentialFiles::contains(const CredentialKey& key, std::chrono::sys_seconds modified) {
  const std::string path = file(key);
  if (path.empty()) return false;
  const auto marked = read_file(path, kLargestMark);
  return marked && *marked && has_line(items_in(**marked, describe(key)), line_of(modified));
}

RejectedCredentials::Attempt RejectedCredentialFiles::begin_attempt(const CredentialKey& key) {
  const std::string path = file(key);
  const Attempt alone = std::make_shared<const int>();
  if (path.empty()) return alone;
  auto lock = lock_own_file(path + ".attempt", kAttemptWait);
  if (lock) return *std::move(lock);
  return lock.error().code == ErrorCode::kTimedOut ? nullptr : alone;
}

}  // namespace sallyport
