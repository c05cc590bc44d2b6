#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <vector>

#include "app/save_settings.hpp"
#include "sallyport/ports/credential_store.hpp"
#include "sallyport/ports/rejected_credentials.hpp"

namespace sallyport {

/// The keychain as it would be once the edits of a form were saved, for trying them before. A password that was typed
/// and refused is remembered here and is refused from then on, so that nobody sends it again; what is stored is left to
/// the ports behind this. Any thread.
class UnsavedCredentials final : public CredentialStore, public RejectedCredentials {
 public:
  /// The ports outlive this.
  UnsavedCredentials(CredentialStore& store, RejectedCredentials& rejected) : store_(store), rejected_(rejected) {}

  /// In place of the edits that were set before.
  void set(std::vector<CredentialEdit> edits);
  /// Whether a password among the edits was refused.
  [[nodiscard]] bool has_refused();

  Result<StoredCredential> find(const CredentialKey& key, const CredentialCall& call) override;
  Result<CredentialStatus> status(const CredentialKey& key, const CredentialCall& call) override;
  Result<void> store(const CredentialKey& key, const Secret& password, const CredentialCall& call) override {
    return store_.store(key, password, call);
  }
  Result<void> forget(const CredentialKey& key, const CredentialCall& call) override {
    return store_.forget(key, call);
  }

  bool mark(const CredentialKey& key, std::chrono::sys_seconds modified) override;
  bool contains(const CredentialKey& key, std::chrono::sys_seconds modified) override;
  Attempt begin_attempt(const CredentialKey& key) override { return rejected_.begin_attempt(key); }

 private:
  /// A password that was typed. Each text of a key has a time of its own, by which the marks tell it.
  struct Typed {
    Secret password;
    std::chrono::sys_seconds modified;
    bool refused = false;
  };

  const CredentialEdit* edit_of(const CredentialKey& key) const;
  Typed* typed_of(const CredentialKey& key, std::chrono::sys_seconds modified);
  Typed& typed_of(const CredentialEdit& edit);

  CredentialStore& store_;
  RejectedCredentials& rejected_;
  std::mutex mutex_;
  std::vector<CredentialEdit> edits_;
  std::map<CredentialKey, std::vector<Typed>> typed_;  ///< that were asked for
  std::int64_t count_ = 0;
};

}  // namespace sallyport
