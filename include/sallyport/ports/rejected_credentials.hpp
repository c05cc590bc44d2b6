#pragma once

#include <chrono>

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

  /// `modified`: of the keychain item that was refused. Replaces what was marked for this key before. Whether that is
  /// news: false when this very item was marked already.
  virtual bool mark(const CredentialKey& key, std::chrono::sys_seconds modified) = 0;
  [[nodiscard]] virtual bool contains(const CredentialKey& key, std::chrono::sys_seconds modified) = 0;
};

}  // namespace sallyport
