#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>

#include "relay/credential_source.hpp"
#include "sallyport/ports/credential_store.hpp"
#include "sallyport/ports/rejected_credentials.hpp"

namespace sallyport::relay {

/// Why there is no credential to send.
enum class Lack {
  kNotAsked,
  kNotStored,
  kRefused,     ///< by the proxy, to this relay or to another
  kUnanswered,  ///< the keychain is locked, absent, or said nothing
};

/// How long questions to the keychain may take, and their answers hold.
struct KeychainTimes {
  std::chrono::milliseconds find = std::chrono::seconds(60);  ///< a person may have to unlock it
  std::chrono::milliseconds status = std::chrono::seconds(2);
  std::chrono::milliseconds pause = std::chrono::seconds(1);  ///< until it is asked whether something has changed
  /// How long one that a proxy has accepted is used before it is asked whether another relay saw it refused.
  std::chrono::milliseconds trust = std::chrono::milliseconds(200);
  /// How long an attempt that is not proven keeps others waiting. A proxy looks at the login first: what it has not
  /// refused by then it has accepted, or it is silent to everybody.
  std::chrono::milliseconds attempt = std::chrono::seconds(15);
};

/// What is asked, with what is known from the time before.
struct KeychainQuestion {
  Endpoint proxy;
  CredentialSource source;  ///< with a key
  Lack lack = Lack::kNotAsked;
  std::optional<std::chrono::sys_seconds> refused;  ///< the modified time of the item that was refused
  std::string reason;                               ///< of the lack
  bool given_is_refused = false;
};

struct KeychainAnswer {
  std::shared_ptr<const Credential> credential;      ///< null: see `lack`
  std::optional<std::chrono::sys_seconds> modified;  ///< of the item, also of a refused one; empty for what was given
  Lack lack = Lack::kNotAsked;
  std::string reason;  ///< of the lack: sentences for a person
};

/// Asks the keychain, and whether the item was refused before. Blocks as CredentialStore::find does. Asked again it
/// prompts for nothing that was dismissed, and reads a refused item only once it has changed.
[[nodiscard]] KeychainAnswer ask_keychain(CredentialStore& store, RejectedCredentials& rejected,
                                          const KeychainQuestion& question, const KeychainTimes& times,
                                          const std::stop_token& stop);

}  // namespace sallyport::relay
