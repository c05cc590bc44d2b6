#pragma once

#include "sallyport/core/result.hpp"
#include "sallyport/ports/credential_store.hpp"

namespace sallyport {

/// What the keychain says about the password of a source; kNotAsked until its answer is in.
enum class PasswordState { kNotAsked, kStored, kNotStored, kLocked, kNoKeychain, kFailed };

[[nodiscard]] PasswordState password_state(const Result<CredentialStatus>& answer);

}  // namespace sallyport
