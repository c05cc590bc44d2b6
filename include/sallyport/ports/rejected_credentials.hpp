#pragma once

#include <chrono>
#include <memory>

#include "sallyport/core/credentials.hpp"

namespace sallyport {

/// The stored credentials that a proxy refused, as all supervisors of this user know them, so that none of them sends
/// such a one again and gets the account locked. What is stored anew has another modified time, and is not rejected.
///
/// Every function may be called from any thread and blocks for the time of one small file. Holds no secret. What cannot
/// be written or read counts as not rejected.
class RejectedCredentials {
 public:
  virtual ~RejectedCredentials() = default;

  /// `modified`: of the keychain item that was refused. Whether that is news: false when this very item was marked
  /// already. The last few of a key are remembered, as one that is stored anew may be refused before its forerunner is.
  virtual bool mark(const CredentialKey& key, std::chrono::sys_seconds modified) = 0;
  [[nodiscard]] virtual bool contains(const CredentialKey& key, std::chrono::sys_seconds modified) = 0;

  /// The right to send a credential that no proxy has accepted yet: while it lives nobody else of this user has it, nor
  /// once its process has ended. Null: another has it; ask again later. Where that cannot be told everybody gets it.
  using Attempt = std::shared_ptr<const void>;
  [[nodiscard]] virtual Attempt begin_attempt(const CredentialKey& key) = 0;
};

}  // namespace sallyport
