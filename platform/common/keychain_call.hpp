#pragma once

#include <string_view>

#include "sallyport/core/credentials.hpp"
#include "sallyport/core/result.hpp"
#include "sallyport/ports/credential_store.hpp"

namespace sallyport {

/// kInvalidValue for a key that no keychain can hold: its texts must be UTF-8.
[[nodiscard]] Result<void> check_keychain_text(const CredentialKey& key);

/// kTimedOut and kCancelled in sentences about the credential, which `verb` (`read`, `store`, …) was wanted of; any
/// other error as it is.
[[nodiscard]] Error explain_keychain_wait(Error error, std::string_view verb, const CredentialKey& key);

/// Keychains' times count seconds. What is stored within the second of what was there would look unchanged to everybody
/// who compares them: to a relay that was refused with the old password, before all. Blocks for up to a second.
void wait_for_another_second(const Result<CredentialStatus>& before);

}  // namespace sallyport
