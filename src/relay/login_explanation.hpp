#pragma once

#include <span>
#include <string>

#include "relay/credential_source.hpp"
#include "sallyport/core/endpoint.hpp"
#include "sallyport/core/result.hpp"

namespace sallyport::relay {

/// Why nobody is signed in: sentences for the page that the client gets with its 407. None holds a secret.
[[nodiscard]] std::string explain_no_login(const Endpoint& proxy);
[[nodiscard]] std::string explain_not_stored(const CredentialSource& source);
/// `stored`: the keychain's, else the one that was given.
[[nodiscard]] std::string explain_refused(const Endpoint& proxy, const CredentialSource& source, bool stored);
/// The keychain answered with `error`.
[[nodiscard]] std::string explain_keychain(const CredentialKey& key, const Error& error);
/// `unknown`: what the proxy offers, none of which can be answered; empty: nothing that can be read.
[[nodiscard]] std::string explain_offer(const Endpoint& proxy, std::span<const std::string> unknown);
[[nodiscard]] std::string explain_always_stale(const Endpoint& proxy);

}  // namespace sallyport::relay
