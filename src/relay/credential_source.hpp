#pragma once

#include <memory>
#include <optional>
#include <string>

#include "sallyport/core/credentials.hpp"
#include "sallyport/ports/relay_host.hpp"

namespace sallyport::relay {

/// Where the credential of one proxy comes from (DESIGN.md, Credentials).
struct CredentialSource {
  std::optional<CredentialKey> stored;      ///< to be asked of the keychain; wins over `given`
  std::string store_command;                ///< what stores it: `sallyport credential set custom`
  std::shared_ptr<const Credential> given;  ///< stood inside an answer of the OS, or in a URL of the environment
};

/// The source for exactly this endpoint; for any other that the rules name there is none, so that no hostile PAC or
/// WPAD collects passwords. What a PAC file names may have what is stored for that very endpoint.
[[nodiscard]] CredentialSource credential_source(const RelayRules& rules, const Endpoint& proxy);

}  // namespace sallyport::relay
