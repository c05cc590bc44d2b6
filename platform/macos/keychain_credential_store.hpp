#pragma once

#include "sallyport/ports/credential_store.hpp"

namespace sallyport {

/// Keychain Services: SecItemAdd, SecItemUpdate, SecItemCopyMatching and SecItemDelete
/// (developer.apple.com/documentation/security/keychain_items; <Security/SecItem.h>). Written, not yet built or run on
/// a Mac.
///
/// An item is an internet password (kSecClassInternetPassword) of the user's default keychain with protocol
/// (kSecAttrProtocolHTTPProxy, …HTTPSProxy, …SOCKS), server, port, account, and a path of Sallyport's own, so that it
/// is never the one in which macOS keeps the login of its own proxy settings. Attributes stand in clear; the password
/// does not. It trusts the program that made it: when another of Sallyport's reads it, macOS asks once, and "Always
/// Allow" ends that.
///
/// Each call runs on a thread of its own, since the keychain may ask its user; after kTimedOut or kCancelled a change
/// may still be carried out once the question is answered. `status` asks for attributes only and forbids questions
/// (kSecUseAuthenticationUIFail). The keychain's own copy of a password is released, which does not wipe it.
class KeychainCredentialStore final : public CredentialStore {
 public:
  Result<StoredCredential> find(const CredentialKey& key, const CredentialCall& call) override;
  Result<void> store(const CredentialKey& key, const Secret& password, const CredentialCall& call) override;
  Result<void> forget(const CredentialKey& key, const CredentialCall& call) override;
  Result<CredentialStatus> status(const CredentialKey& key, const CredentialCall& call) override;
};

}  // namespace sallyport
