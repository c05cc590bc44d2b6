#pragma once

#include <cstddef>
#include <string>

#include "sallyport/ports/credential_store.hpp"

namespace sallyport {

/// Credential Manager: CredReadW, CredWriteW and CredDeleteW (learn.microsoft.com/en-us/windows/win32/api/wincred).
/// Each item is CRED_TYPE_GENERIC, CRED_PERSIST_LOCAL_MACHINE, its password in UTF-8, and named by credential_target().
///
/// It is never locked and never asks, so that calls take milliseconds and no time-out applies. kKeychainAbsent where
/// Windows has none for a session (a network logon, such as one over SSH). Targets do not differ by case: an item
/// belongs to the user whom it names exactly, and storing for `Alice` replaces what was stored for `alice`.
class WindowsCredentialStore final : public CredentialStore {
 public:
  /// CRED_MAX_CREDENTIAL_BLOB_SIZE of Windows 7 and later.
  static constexpr std::size_t kLongestPassword = 2560;

  [[nodiscard]] Result<StoredCredential> find(const CredentialKey& key, const CredentialCall& call) override;
  [[nodiscard]] Result<void> store(const CredentialKey& key, const Secret& password,
                                   const CredentialCall& call) override;
  [[nodiscard]] Result<void> forget(const CredentialKey& key, const CredentialCall& call) override;
  [[nodiscard]] Result<CredentialStatus> status(const CredentialKey& key, const CredentialCall& call) override;
};

/// `sallyport:http://alice@proxy.example.com:8080`
[[nodiscard]] std::string credential_target(const CredentialKey& key);

}  // namespace sallyport
