#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>

#include "sallyport/core/credentials.hpp"

namespace sallyport {

/// A password that a person has to enter before a proxy lets requests through.
struct PasswordNeeded {
  CredentialKey key;
  std::optional<std::chrono::sys_seconds> refused;  ///< the modified time of the stored one, which the proxy refused;
                                                    ///< empty: none is stored
  std::string explanation;                          ///< sentences with what to do on a command line; no secret
};

/// Called when there is news of this kind; does not block.
using AskUser = std::function<void(const PasswordNeeded&)>;

}  // namespace sallyport
