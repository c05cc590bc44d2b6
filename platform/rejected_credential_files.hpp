#pragma once

#include <string>

#include "sallyport/ports/paths.hpp"
#include "sallyport/ports/rejected_credentials.hpp"

namespace sallyport {

/// A file for each in the folder `rejected` of the runtime directory, which nobody else may read, replaced whole; gone
/// when the user's session is, on Windows never. Says whose item was refused and when that was last changed, the newest
/// refusal last. An attempt is a lock beside it.
class RejectedCredentialFiles final : public RejectedCredentials {
 public:
  explicit RejectedCredentialFiles(Paths& paths) : paths_(paths) {}

  bool mark(const CredentialKey& key, std::chrono::sys_seconds modified) override;
  bool contains(const CredentialKey& key, std::chrono::sys_seconds modified) override;
  Attempt begin_attempt(const CredentialKey& key) override;

 private:
  /// Empty without a runtime directory.
  [[nodiscard]] std::string file(const CredentialKey& key) const;

  Paths& paths_;
};

}  // namespace sallyport
