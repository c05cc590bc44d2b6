#include "relay/login_explanation.hpp"

#include <fmt/format.h>

#include "sallyport/core/text.hpp"

namespace sallyport::relay {

std::string explain_no_login(const Endpoint& proxy) {
  return fmt::format(
      "The proxy {} wants a login, and the settings hold none for it. Turn on \"This proxy requires authentication\" "
      "in "
      "Sallyport's settings, and enter user name and password.",
      proxy.host_and_port());
}

std::string explain_not_stored(const CredentialSource& source) {
  return fmt::format("No password is stored for {}. Enter it in Sallyport's settings, or with `{}`.",
                     source.stored->description(), source.store_command);
}

std::string explain_refused(const Endpoint& proxy, const CredentialSource& source, bool stored) {
  if (stored) {
    return fmt::format(
        "The proxy refused the user name or the password of {}. So that the account is not locked, they are not sent "
        "again until the password has been stored anew: in Sallyport's settings, or with `{}`.",
        source.stored->description(), source.store_command);
  }
  return fmt::format(
      "The proxy {} refused the user name or the password that stand in the proxy's address. So that the account is "
      "not "
      "locked, they are not sent again until they have changed, or a password is stored in Sallyport's settings.",
      proxy.host_and_port());
}

std::string explain_keychain(const CredentialKey& key, const Error& error) {
  if (error.code != ErrorCode::kTimedOut) return error.message;
  return fmt::format(
      "The keychain did not answer in time when it was asked for the password of {}. Look whether one of its dialogs "
      "is "
      "open, and try again.",
      key.description());
}

std::string explain_offer(const Endpoint& proxy, std::span<const std::string> unknown) {
  if (unknown.empty()) {
    return fmt::format(
        "The proxy {} wants a login, but not in a way that can be read. Ask its administrator to look at the "
        "Proxy-Authenticate header that it sends.",
        proxy.host_and_port());
  }
  return fmt::format(
      "The proxy {} offers {} only, which Sallyport does not know: it signs in with Basic and Digest. Ask the proxy's "
      "administrator for one of these.",
      proxy.host_and_port(), enumeration(unknown));
}

std::string explain_always_stale(const Endpoint& proxy) {
  return fmt::format(
      "The proxy {} says of every login that it came too late, and asks for it anew. Ask its administrator to look at "
      "its clock and at the lifetime of its nonces.",
      proxy.host_and_port());
}

}  // namespace sallyport::relay
