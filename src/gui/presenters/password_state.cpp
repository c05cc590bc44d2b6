#include "presenters/password_state.hpp"

namespace sallyport {

PasswordState password_state(const Result<CredentialStatus>& answer) {
  if (answer) {
    switch (answer->stored) {
      case CredentialStatus::Stored::kYes:
        return PasswordState::kStored;
      case CredentialStatus::Stored::kNo:
        return PasswordState::kNotStored;
      case CredentialStatus::Stored::kLocked:
        return PasswordState::kLocked;
    }
  }
  switch (answer.error().code) {
    case ErrorCode::kCredentialNotStored:
      return PasswordState::kNotStored;
    case ErrorCode::kKeychainLocked:
      return PasswordState::kLocked;
    case ErrorCode::kKeychainAbsent:
      return PasswordState::kNoKeychain;
    default:
      return PasswordState::kFailed;
  }
}

}  // namespace sallyport
