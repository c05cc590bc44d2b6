#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "sallyport/core/result.hpp"

namespace sallyport {

/// What Keychain Services answers every call with (OSStatus; <Security/SecBase.h>, "Security Framework Result Codes").
using KeychainStatus = std::int32_t;

inline constexpr KeychainStatus kKeychainSuccess = 0;           ///< errSecSuccess
inline constexpr KeychainStatus kKeychainDuplicate = -25299;    ///< errSecDuplicateItem
inline constexpr KeychainStatus kKeychainNotFound = -25300;     ///< errSecItemNotFound
inline constexpr KeychainStatus kKeychainMayNotAsk = -25308;    ///< errSecInteractionNotAllowed
inline constexpr KeychainStatus kKeychainDismissed = -128;      ///< errSecUserCanceled
inline constexpr KeychainStatus kKeychainNotThere = -25291;     ///< errSecNotAvailable
inline constexpr KeychainStatus kKeychainNoDefault = -25307;    ///< errSecNoDefaultKeychain
inline constexpr KeychainStatus kKeychainNoSuch = -25294;       ///< errSecNoSuchKeychain
inline constexpr KeychainStatus kKeychainWrongAnswer = -25293;  ///< errSecAuthFailed
inline constexpr KeychainStatus kKeychainMustAsk = -25315;      ///< errSecInteractionRequired

/// A question to the keychain, for the sentences about it.
struct KeychainQuestion {
  std::string_view verb;  ///< `read`, `store`, `remove`, `look for`
  std::string whose;      ///< CredentialKey::description
};

/// One of CredentialStore's answers for a status other than kKeychainSuccess. `native` is the system's own text for it
/// (SecCopyErrorMessageString), which becomes the detail together with the number.
///
/// | status                                                        | answer               |
/// |---------------------------------------------------------------|----------------------|
/// | errSecItemNotFound                                            | kCredentialNotStored |
/// | errSecUserCanceled, errSecAuthFailed                          | kKeychainLocked: the prompt was dismissed, or
/// answered wrongly | | errSecInteractionNotAllowed, errSecInteractionRequired        | kKeychainLocked: no prompt can
/// be shown, as over SSH | | errSecNotAvailable, errSecNoDefaultKeychain, errSecNoSuchKeychain | kKeychainAbsent  | |
/// any other                                                     | kKeychainFailed      |
[[nodiscard]] Error keychain_error(KeychainStatus status, const KeychainQuestion& question, std::string_view native);

}  // namespace sallyport
