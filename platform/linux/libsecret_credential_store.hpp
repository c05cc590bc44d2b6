#pragma once

#include "sallyport/ports/credential_store.hpp"

namespace sallyport {

/// The freedesktop.org Secret Service (GNOME Keyring, KWallet, KeePassXC), by libsecret. Items have the schema
/// `io.github.sallyport.Proxy` with the attributes protocol, server, port and user, stand in the default collection and
/// cross the bus encrypted.
///
/// Each call connects, asks and disconnects on a thread of its own; in between nothing is held: no connection, no
/// session, no secret. After kTimedOut or kCancelled a change may still be carried out by a service that wakes up
/// later.
class LibsecretCredentialStore final : public CredentialStore {
 public:
  Result<StoredCredential> find(const CredentialKey& key, const CredentialCall& call) override;
  Result<void> store(const CredentialKey& key, const Secret& password, const CredentialCall& call) override;
  Result<void> forget(const CredentialKey& key, const CredentialCall& call) override;
  Result<CredentialStatus> status(const CredentialKey& key, const CredentialCall& call) override;
};

}  // namespace sallyport
