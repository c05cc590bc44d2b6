#include "platform/windows/windows_credential_store.hpp"

#include <fmt/format.h>
#include <windows.h>

// After windows.h, which it needs.
#include <wincred.h>

#include <memory>
#include <string_view>

#include "platform/common/keychain_call.hpp"
#include "platform/windows/file_time.hpp"
#include "platform/windows/last_error.hpp"
#include "platform/windows/utf16.hpp"

namespace sallyport {
namespace {

/// Frees an item as CredReadW gives it, and wipes its password first.
struct FreeCredential {
  void operator()(CREDENTIALW* item) const {
    wipe_memory(reinterpret_cast<char*>(item->CredentialBlob), item->CredentialBlobSize);
    ::CredFree(item);
  }
};
using Item = std::unique_ptr<CREDENTIALW, FreeCredential>;

tl::unexpected<Error> refused(std::string_view verb, const CredentialKey& key, DWORD error) {
  if (error == ERROR_NO_SUCH_LOGON_SESSION) {
    return failure(
        ErrorCode::kKeychainAbsent,
        fmt::format("Could not {} the password of {}: Windows has no Credential Manager for this session, as "
                    "in one over SSH. Do it at the computer itself, or over Remote Desktop.",
                    verb, key.description()),
        describe_windows_error(error));
  }
  return failure(
      ErrorCode::kKeychainFailed,
      fmt::format("Could not {} the password of {}: Credential Manager answered with an error. Try again, or "
                  "look into it in the Control Panel.",
                  verb, key.description()),
      describe_windows_error(error));
}

Result<void> check(const CredentialKey& key, const CredentialCall& call) {
  if (call.stop.stop_requested()) {
    return tl::unexpected(explain_keychain_wait({ErrorCode::kCancelled, "Cancelled."}, {}, key));
  }
  if (Result<void> usable = check_keychain_text(key); !usable) return usable;
  if (to_utf16(key.username).size() > CRED_MAX_USERNAME_LENGTH) {
    return failure(ErrorCode::kInvalidValue,
                   fmt::format("The user name is longer than the {} characters that Credential Manager takes.",
                               CRED_MAX_USERNAME_LENGTH));
  }
  return {};
}

/// Null when nothing is stored for exactly this key.
Result<Item> read(std::string_view verb, const CredentialKey& key, const CredentialCall& call) {
  if (const Result<void> usable = check(key, call); !usable) return tl::unexpected(usable.error());
  CREDENTIALW* found = nullptr;
  if (::CredReadW(to_utf16(credential_target(key)).c_str(), CRED_TYPE_GENERIC, 0, &found) == 0) {
    const DWORD error = ::GetLastError();
    if (error != ERROR_NOT_FOUND) return refused(verb, key, error);
    return Item();
  }
  Item item(found);
  if (item->UserName == nullptr || to_utf8(item->UserName) != key.username) return Item();
  return item;
}

std::chrono::sys_seconds modified_time(const CREDENTIALW& item) {
  return std::chrono::floor<std::chrono::seconds>(time_of(item.LastWritten));
}

CredentialStatus status_of(const Item& item) {
  CredentialStatus status;
  if (item) {
    status.stored = CredentialStatus::Stored::kYes;
    status.modified = modified_time(*item);
  }
  return status;
}

}  // namespace

std::string credential_target(const CredentialKey& key) {
  return fmt::format("sallyport:{}://{}@{}", to_string(key.proxy.protocol), key.username, key.proxy.host_and_port());
}

Result<StoredCredential> WindowsCredentialStore::find(const CredentialKey& key, const CredentialCall& call) {
  const Result<Item> item = read("read", key, call);
  if (!item) return tl::unexpected(item.error());
  if (!*item) {
    return failure(ErrorCode::kCredentialNotStored,
                   fmt::format("No password is stored for {}. Enter it in Sallyport's settings, or with `sallyport "
                               "credential set`.",
                               key.description()));
  }
  const std::string_view password(reinterpret_cast<const char*>((*item)->CredentialBlob), (*item)->CredentialBlobSize);
  return StoredCredential{Secret(password), modified_time(**item)};
}

Result<void> WindowsCredentialStore::store(const CredentialKey& key, const Secret& password,
                                           const CredentialCall& call) {
  const Result<Item> before = read("store", key, call);
  if (!before) return tl::unexpected(before.error());
  if (password.reveal().size() > kLongestPassword) {
    return failure(
        ErrorCode::kInvalidValue,
        fmt::format("The password of {} is longer than the {} bytes that Credential Manager takes; nothing was "
                    "stored.",
                    key.description(), kLongestPassword));
  }
  wait_for_another_second(status_of(*before));
  std::wstring target = to_utf16(credential_target(key));
  std::wstring user = to_utf16(key.username);
  std::wstring comment = to_utf16("Sallyport: " + key.description());
  if (comment.size() > CRED_MAX_STRING_LENGTH) comment.resize(CRED_MAX_STRING_LENGTH);
  CREDENTIALW item{};
  item.Type = CRED_TYPE_GENERIC;
  item.Persist = CRED_PERSIST_LOCAL_MACHINE;
  item.TargetName = target.data();
  item.UserName = user.data();
  item.Comment = comment.data();
  // It is only read.
  item.CredentialBlob = reinterpret_cast<BYTE*>(const_cast<char*>(password.reveal().data()));
  item.CredentialBlobSize = static_cast<DWORD>(password.reveal().size());
  if (::CredWriteW(&item, 0) == 0) return refused("store", key, ::GetLastError());
  return {};
}

Result<void> WindowsCredentialStore::forget(const CredentialKey& key, const CredentialCall& call) {
  const Result<Item> item = read("remove", key, call);
  if (!item) return tl::unexpected(item.error());
  if (*item && ::CredDeleteW(to_utf16(credential_target(key)).c_str(), CRED_TYPE_GENERIC, 0) == 0) {
    if (const DWORD error = ::GetLastError(); error != ERROR_NOT_FOUND) return refused("remove", key, error);
  }
  return {};
}

Result<CredentialStatus> WindowsCredentialStore::status(const CredentialKey& key, const CredentialCall& call) {
  const Result<Item> item = read("look for", key, call);
  if (!item) return tl::unexpected(item.error());
  return status_of(*item);
}

}  // namespace sallyport
