#include "app/unsaved_credentials.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace sallyport {

void UnsavedCredentials::set(std::vector<CredentialEdit> edits) {
  const std::lock_guard lock(mutex_);
  edits_ = std::move(edits);
}

bool UnsavedCredentials::has_refused() {
  const std::lock_guard lock(mutex_);
  return std::ranges::any_of(edits_, [&](const CredentialEdit& edit) {
    return edit.password && std::ranges::any_of(typed_[edit.key], [&](const Typed& typed) {
             return typed.refused && typed.password.equals(*edit.password);
           });
  });
}

Result<StoredCredential> UnsavedCredentials::find(const CredentialKey& key, const CredentialCall& call) {
  {
    const std::lock_guard lock(mutex_);
    if (const CredentialEdit* edit = edit_of(key)) {
      if (!edit->password) {
        return failure(ErrorCode::kCredentialNotStored,
                       fmt::format("The password of {} is to be forgotten.", key.description()));
      }
      const Typed& typed = typed_of(*edit);
      return StoredCredential{typed.password.clone(), typed.modified};
    }
  }
  return store_.find(key, call);
}

Result<CredentialStatus> UnsavedCredentials::status(const CredentialKey& key, const CredentialCall& call) {
  using Stored = CredentialStatus::Stored;
  {
    const std::lock_guard lock(mutex_);
    if (const CredentialEdit* edit = edit_of(key)) {
      if (!edit->password) return CredentialStatus{Stored::kNo, std::nullopt};
      return CredentialStatus{Stored::kYes, typed_of(*edit).modified};
    }
  }
  return store_.status(key, call);
}

bool UnsavedCredentials::mark(const CredentialKey& key, std::chrono::sys_seconds modified) {
  {
    const std::lock_guard lock(mutex_);
    if (Typed* typed = typed_of(key, modified)) return !std::exchange(typed->refused, true);
  }
  return rejected_.mark(key, modified);
}

bool UnsavedCredentials::contains(const CredentialKey& key, std::chrono::sys_seconds modified) {
  {
    const std::lock_guard lock(mutex_);
    if (const Typed* typed = typed_of(key, modified)) return typed->refused;
  }
  return rejected_.contains(key, modified);
}

const CredentialEdit* UnsavedCredentials::edit_of(const CredentialKey& key) const {
  const auto edit = std::ranges::find(edits_, key, &CredentialEdit::key);
  return edit == edits_.end() ? nullptr : &*edit;
}

UnsavedCredentials::Typed* UnsavedCredentials::typed_of(const CredentialKey& key, std::chrono::sys_seconds modified) {
  std::vector<Typed>& known = typed_[key];
  const auto typed = std::ranges::find(known, modified, &Typed::modified);
  return typed == known.end() ? nullptr : &*typed;
}

UnsavedCredentials::Typed& UnsavedCredentials::typed_of(const CredentialEdit& edit) {
  std::vector<Typed>& known = typed_[edit.key];
  const auto typed =
      std::ranges::find_if(known, [&](const Typed& each) { return each.password.equals(*edit.password); });
  if (typed != known.end()) return *typed;
  // Before every time that an item of a keychain can have.
  const std::chrono::sys_seconds time{std::chrono::seconds(-++count_)};
  return known.emplace_back(Typed{edit.password->clone(), time});
}

}  // namespace sallyport
