#pragma once

#include <optional>

#include "sallyport/core/git_credential.hpp"
#include "sallyport/core/proxy_settings.hpp"
#include "sallyport/ports/credential_store.hpp"
#include "sallyport/ports/rejected_credentials.hpp"
#include "sallyport/ports/system_proxy.hpp"

namespace sallyport {

/// Sallyport as one of git's credential helpers (gitcredentials(7)): for proxies only, each password for exactly the
/// protocol, host, port and user that it is bound to (DESIGN.md, Credentials). Whatever else git asks for, or tells, is
/// passed over without a question to the keychain.
///
/// - The custom proxy: its server and its user, where `authentication` is on; also when it is switched off, since it is
///   git's own setting that uses it. Git may leave the user open.
/// - The system proxy: its user, where `authentication` is on, at the very server that the password is stored for; else
///   the login that stands in the OS's own answer. Git must name the user, as it does for a proxy.
///
/// Every function blocks as CredentialStore does.
class GitCredentialHelper {
 public:
  GitCredentialHelper(const ProxySettings& settings, SystemProxy& system_proxy, CredentialStore& credentials,
                      RejectedCredentials& rejected);

  struct Answer {
    std::optional<Credential> credential;  ///< empty: git goes on to its next helper, or asks
    std::string refused;  ///< a sentence for the user when what is stored was refused by the proxy, and is not given
  };
  /// Unlocks the keychain only for a password that is stored. Errors are the keychain's.
  [[nodiscard]] Result<Answer> get(const GitCredential& asked, const CredentialCall& call);

  /// What git was let through with. Empty: it is not one of ours, or is stored already (which leaves the time of the
  /// item alone). For the system proxy only where the OS names that server now, or a password is stored for it.
  [[nodiscard]] Result<std::optional<CredentialKey>> store(const GitCredential& told, const CredentialCall& call);

  /// What a proxy refused: no relay sends it again, and it is removed. Empty: what is stored is another password, or
  /// git named none.
  [[nodiscard]] Result<std::optional<CredentialKey>> erase(const GitCredential& told, const CredentialCall& call);

 private:
  [[nodiscard]] std::optional<CredentialKey> custom_key(const GitCredential& asked) const;
  /// For the server that git names, whatever it is: only what is stored for it counts.
  [[nodiscard]] std::optional<CredentialKey> system_key(const GitCredential& asked) const;
  [[nodiscard]] Result<Answer> stored_answer(const CredentialKey& key, const CredentialCall& call);
  [[nodiscard]] std::optional<Credential> system_answer(const GitCredential& asked);
  [[nodiscard]] bool system_names(const Endpoint& proxy);
  /// Empty when it is not stored.
  [[nodiscard]] Result<std::optional<StoredCredential>> find(const CredentialKey& key, const CredentialCall& call);

  const ProxySettings& settings_;
  SystemProxy& system_proxy_;
  CredentialStore& credentials_;
  RejectedCredentials& rejected_;
};

}  // namespace sallyport
