#include "platform/macos/keychain_credential_store.hpp"

#include <Security/Security.h>

#include <chrono>
#include <string>
#include <utility>

#include "platform/common/keychain_call.hpp"
#include "platform/macos/cf_pointer.hpp"
#include "platform/macos/keychain_answer.hpp"
#include "platform/posix/bounded_work.hpp"

namespace sallyport {
namespace {

static_assert(kKeychainSuccess == errSecSuccess && kKeychainDuplicate == errSecDuplicateItem &&
              kKeychainNotFound == errSecItemNotFound && kKeychainMayNotAsk == errSecInteractionNotAllowed &&
              kKeychainDismissed == errSecUserCanceled && kKeychainNotThere == errSecNotAvailable &&
              kKeychainNoDefault == errSecNoDefaultKeychain && kKeychainNoSuch == errSecNoSuchKeychain &&
              kKeychainWrongAnswer == errSecAuthFailed && kKeychainMustAsk == errSecInteractionRequired);

using Dictionary = CfPointer<CFMutableDictionaryRef>;

Dictionary make_dictionary() {
  return Dictionary(
      CFDictionaryCreateMutable(nullptr, 0, &kCFTypeDictionaryKeyCallBacks, &kCFTypeDictionaryValueCallBacks));
}

void set_text(const Dictionary& dictionary, CFStringRef name, std::string_view text) {
  CFDictionarySetValue(dictionary.get(), name, make_cf_string(text).get());
}

CFStringRef protocol_of(ProxyProtocol protocol) {
  switch (protocol) {
    case ProxyProtocol::kHttp:
      return kSecAttrProtocolHTTPProxy;
    case ProxyProtocol::kHttps:
      return kSecAttrProtocolHTTPSProxy;
    case ProxyProtocol::kSocks5:
      break;
  }
  return kSecAttrProtocolSOCKS;
}

/// What names the item and nothing else.
Dictionary query_for(const CredentialKey& key) {
  Dictionary query = make_dictionary();
  const int port = key.proxy.port;
  const CfPointer<CFNumberRef> number(CFNumberCreate(nullptr, kCFNumberIntType, &port));
  CFDictionarySetValue(query.get(), kSecClass, kSecClassInternetPassword);
  CFDictionarySetValue(query.get(), kSecAttrProtocol, protocol_of(key.proxy.protocol));
  CFDictionarySetValue(query.get(), kSecAttrPort, number.get());
  set_text(query, kSecAttrServer, key.proxy.host);
  set_text(query, kSecAttrAccount, key.username);
  set_text(query, kSecAttrPath, "io.github.sallyport.Sallyport");
  return query;
}

tl::unexpected<Error> failed(OSStatus status, const KeychainQuestion& question) {
  const CfPointer<CFStringRef> native(SecCopyErrorMessageString(status, nullptr));
  return tl::unexpected(keychain_error(status, question, text_of(native.get())));
}

std::optional<std::chrono::sys_seconds> modified_time(CFDictionaryRef item) {
  const void* const date = CFDictionaryGetValue(item, kSecAttrModificationDate);
  if (date == nullptr || CFGetTypeID(date) != CFDateGetTypeID()) return std::nullopt;
  const std::chrono::duration<double> since(CFDateGetAbsoluteTime(static_cast<CFDateRef>(date)) +
                                            kCFAbsoluteTimeIntervalSince1970);
  return std::chrono::sys_seconds(std::chrono::floor<std::chrono::seconds>(since));
}

/// One item as a dictionary.
Result<CfPointer<CFDictionaryRef>> copy_item(const Dictionary& query, const KeychainQuestion& question) {
  CFDictionarySetValue(query.get(), kSecMatchLimit, kSecMatchLimitOne);
  CFDictionarySetValue(query.get(), kSecReturnAttributes, kCFBooleanTrue);
  CFTypeRef answer = nullptr;
  const OSStatus status = SecItemCopyMatching(query.get(), &answer);
  if (status != errSecSuccess) return failed(status, question);
  return CfPointer<CFDictionaryRef>(static_cast<CFDictionaryRef>(answer));
}

Result<StoredCredential> find_now(const CredentialKey& key) {
  const KeychainQuestion question{"read", key.description()};
  const Dictionary query = query_for(key);
  CFDictionarySetValue(query.get(), kSecReturnData, kCFBooleanTrue);
  const auto item = copy_item(query, question);
  if (!item) return tl::unexpected(item.error());
  const void* const data = CFDictionaryGetValue(item->get(), kSecValueData);
  if (data == nullptr || CFGetTypeID(data) != CFDataGetTypeID()) return failed(errSecDecode, question);
  const auto bytes = static_cast<CFDataRef>(data);
  return StoredCredential{Secret({reinterpret_cast<const char*>(CFDataGetBytePtr(bytes)),
                                  static_cast<std::size_t>(CFDataGetLength(bytes))}),
                          modified_time(item->get()).value_or(std::chrono::sys_seconds())};
}

Result<CredentialStatus> status_now(const CredentialKey& key) {
  const Dictionary query = query_for(key);
  CFDictionarySetValue(query.get(), kSecUseAuthenticationUI, kSecUseAuthenticationUIFail);
  const auto item = copy_item(query, {"look for", key.description()});
  if (item) return CredentialStatus{CredentialStatus::Stored::kYes, modified_time(item->get())};
  switch (item.error().code) {
    case ErrorCode::kCredentialNotStored:
      return CredentialStatus{};
    case ErrorCode::kKeychainLocked:
      return CredentialStatus{CredentialStatus::Stored::kLocked, std::nullopt};
    default:
      return tl::unexpected(item.error());
  }
}

Result<void> store_now(const CredentialKey& key, const Secret& password) {
  const std::string_view text = password.reveal();
  // Of the Secret's own bytes, so that no copy stays behind.
  const CfPointer<CFDataRef> data(CFDataCreateWithBytesNoCopy(nullptr, reinterpret_cast<const UInt8*>(text.data()),
                                                              static_cast<CFIndex>(text.size()), kCFAllocatorNull));
  const Dictionary change = make_dictionary();
  CFDictionarySetValue(change.get(), kSecValueData, data.get());
  OSStatus status = SecItemUpdate(query_for(key).get(), change.get());
  if (status == errSecItemNotFound) {
    const Dictionary item = query_for(key);
    CFDictionarySetValue(item.get(), kSecValueData, data.get());
    set_text(item, kSecAttrLabel, "Sallyport: " + key.description());
    set_text(item, kSecAttrDescription, "proxy password");
    status = SecItemAdd(item.get(), nullptr);
    // Somebody was faster.
    if (status == errSecDuplicateItem) status = SecItemUpdate(query_for(key).get(), change.get());
  }
  if (status != errSecSuccess) return failed(status, {"store", key.description()});
  return {};
}

Result<void> forget_now(const CredentialKey& key) {
  const OSStatus status = SecItemDelete(query_for(key).get());
  if (status != errSecSuccess && status != errSecItemNotFound) return failed(status, {"remove", key.description()});
  return {};
}

/// Runs `work(key)` within the limits of `call`.
template <typename T, typename Work>
Result<T> ask(std::string_view verb, const CredentialKey& key, const CredentialCall& call, Work work) {
  if (auto usable = check_keychain_text(key); !usable) return tl::unexpected(std::move(usable.error()));
  return run_bounded_work<T>(call.timeout, call.stop,
                             [key, work = std::move(work)]() -> Result<T> { return work(key); })
      .map_error([&](Error error) { return explain_keychain_wait(std::move(error), verb, key); });
}

}  // namespace

Result<StoredCredential> KeychainCredentialStore::find(const CredentialKey& key, const CredentialCall& call) {
  return ask<StoredCredential>("read", key, call, find_now);
}

Result<void> KeychainCredentialStore::store(const CredentialKey& key, const Secret& password,
                                            const CredentialCall& call) {
  return ask<void>("store", key, call, [secret = password.clone()](const CredentialKey& owned_key) {
    wait_for_another_second(status_now(owned_key));
    return store_now(owned_key, secret);
  });
}

Result<void> KeychainCredentialStore::forget(const CredentialKey& key, const CredentialCall& call) {
  return ask<void>("remove", key, call, forget_now);
}

Result<CredentialStatus> KeychainCredentialStore::status(const CredentialKey& key, const CredentialCall& call) {
  return ask<CredentialStatus>("look for", key, call, status_now);
}

}  // namespace sallyport
