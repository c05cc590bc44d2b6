#pragma once

#include <functional>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "sallyport/ports/credential_store.hpp"

namespace sallyport {

/// What the contract of CredentialStore is tested on.
struct CredentialStoreKind {
  std::string name;
  std::function<std::shared_ptr<CredentialStore>()> make;

  friend void PrintTo(const CredentialStoreKind& kind, std::ostream* out) { *out << kind.name; }
};

/// The stores of this platform.
[[nodiscard]] std::vector<CredentialStoreKind> real_credential_stores();

}  // namespace sallyport
