#include "platform/macos/keychain_answer.hpp"

#include <fmt/format.h>

namespace sallyport {

Error keychain_error(KeychainStatus status, const KeychainQuestion& question, std::string_view native) {
  std::string detail = native.empty() ? fmt::format("OSStatus {}", status) : fmt::format("{} ({})", native, status);
  const auto could_not = [&](ErrorCode code, std::string_view why) {
    return Error{code, fmt::format("Could not {} the password of {}: {}", question.verb, question.whose, why),
                 std::move(detail)};
  };
  switch (status) {
    case kKeychainNotFound:
      return {ErrorCode::kCredentialNotStored,
              fmt::format("No password is stored for {}. Enter it in the settings window.", question.whose),
              std::move(detail)};
    case kKeychainDismissed:
      return could_not(ErrorCode::kKeychainLocked,
                       "the question of the keychain was dismissed. Try again, and allow Sallyport to use the item.");
    case kKeychainWrongAnswer:
      return could_not(ErrorCode::kKeychainLocked, "the keychain was not unlocked. Try again with its own password.");
    case kKeychainMayNotAsk:
    case kKeychainMustAsk:
      return could_not(ErrorCode::kKeychainLocked,
                       "the keychain is locked, and no question can be shown here. Unlock it in the app Keychain "
                       "Access, or run: security unlock-keychain");
    case kKeychainNotThere:
    case kKeychainNoDefault:
    case kKeychainNoSuch:
      return could_not(ErrorCode::kKeychainAbsent,
                       "there is no keychain in this session. Log in at the Mac itself, or set a default keychain in "
                       "the app Keychain Access.");
    default:
      return could_not(ErrorCode::kKeychainFailed,
                       "the keychain answered with an error. Look at it in the app "
                       "Keychain Access.");
  }
}

}  // namespace sallyport
