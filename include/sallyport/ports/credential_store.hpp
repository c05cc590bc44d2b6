#pragma once

#include <chrono>
#include <optional>
#include <stop_token>

#include "sallyport/core/credentials.hpp"
#include "sallyport/core/result.hpp"

namespace sallyport {

/// How long a question to the keychain may take, and how to give it up early.
struct CredentialCall {
  std::chrono::milliseconds timeout = std::chrono::seconds(60);  ///< long enough for a person to unlock
  std::stop_token stop = {};
};

struct StoredCredential {
  Secret password;
  std::chrono::sys_seconds modified;
};

/// What is known of an item without unlocking anything.
struct CredentialStatus {
  enum class Stored { kYes, kNo, kLocked };
  Stored stored = Stored::kNo;
  std::optional<std::chrono::sys_seconds> modified;  ///< when stored and the keychain tells
};

/// The OS keychain: libsecret, Credential Manager, Keychain Services. All attributes of the key are always passed, so
/// that one item never answers for another.
///
/// Every function blocks up to `call.timeout` (a prompt of the OS may be open) and may be called from any thread; a
/// window calls it from a worker. Errors: kCredentialNotStored, kKeychainLocked (also a dismissed prompt),
/// kKeychainAbsent, kKeychainFailed, kTimedOut, kCancelled. There is no plain-text fall-back.
class CredentialStore {
 public:
  virtual ~CredentialStore() = default;

  /// Unlocks when that is needed (may prompt).
  [[nodiscard]] virtual Result<StoredCredential> find(const CredentialKey& key, const CredentialCall& call) = 0;
  /// Creates or replaces. Unlocks when needed.
  [[nodiscard]] virtual Result<void> store(const CredentialKey& key, const Secret& password,
                                           const CredentialCall& call) = 0;
  /// Removes; an item that is not there is no error.
  [[nodiscard]] virtual Result<void> forget(const CredentialKey& key, const CredentialCall& call) = 0;
  /// Never unlocks and never prompts.
  [[nodiscard]] virtual Result<CredentialStatus> status(const CredentialKey& key, const CredentialCall& call) = 0;
};

}  // namespace sallyport
