#include "platform/common/keychain_call.hpp"

#include <fmt/format.h>

#include <chrono>
#include <string>
#include <thread>

#include "sallyport/core/text.hpp"

namespace sallyport {

Result<void> check_keychain_text(const CredentialKey& key) {
  const auto is_usable = [](const std::string& text) { return is_utf8(text) && text.find('\0') == std::string::npos; };
  if (is_usable(key.username) && is_usable(key.proxy.host)) return {};
  return failure(ErrorCode::kInvalidValue,
                 "The user name or the server is not valid UTF-8 text, which the keychain needs. Enter it again.");
}

Error explain_keychain_wait(Error error, std::string_view verb, const CredentialKey& key) {
  if (error.code == ErrorCode::kCancelled) {
    error.message = fmt::format("The question to the keychain about {} was cancelled.", key.description());
  } else if (error.code == ErrorCode::kTimedOut) {
    error.message = fmt::format(
        "Could not {} the password of {}: the keychain did not answer in time. Look for a dialog of the "
        "keychain behind other windows, or restart the keychain service.",
        verb, key.description());
  }
  return error;
}

void wait_for_another_second(const Result<CredentialStatus>& before) {
  const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  if (before && before->modified == now) std::this_thread::sleep_until(now + std::chrono::seconds(1));
}

}  // namespace sallyport
