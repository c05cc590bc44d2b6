#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "sallyport/ports/credential_store.hpp"

namespace sallyport {

/// A keychain in memory whose answers a test decides. Any thread.
class FakeCredentialStore final : public CredentialStore {
 public:
  enum class Step { kFind, kStore, kForget, kStatus };

  /// Every later call of `step` fails with `code` and changes nothing; without a code it works again.
  void fail(Step step, std::optional<ErrorCode> code) {
    const std::lock_guard lock(mutex_);
    if (code) {
      failures_[step] = *code;
    } else {
      failures_.erase(step);
    }
  }
  /// No service in the session: every step fails with kKeychainAbsent until `fail_all(nullopt)`.
  void fail_all(std::optional<ErrorCode> code) {
    for (const Step step : {Step::kFind, Step::kStore, Step::kForget, Step::kStatus}) fail(step, code);
  }
  /// A locked keychain, whose prompt is dismissed; `status` still sees the items.
  void set_locked(bool locked) {
    const std::lock_guard lock(mutex_);
    locked_ = locked;
  }
  /// The modified time of what is stored from now on.
  void set_time(std::chrono::sys_seconds time) {
    const std::lock_guard lock(mutex_);
    time_ = time;
  }

  /// A copy of what is stored, or nothing; not counted as a call.
  [[nodiscard]] std::optional<Secret> password(const CredentialKey& key) const {
    const std::lock_guard lock(mutex_);
    const auto item = items_.find(key);
    if (item == items_.end()) return std::nullopt;
    return item->second.password.clone();
  }
  [[nodiscard]] std::size_t size() const {
    const std::lock_guard lock(mutex_);
    return items_.size();
  }
  /// Every call so far, in order, with its key.
  [[nodiscard]] std::vector<std::pair<Step, CredentialKey>> calls() const {
    const std::lock_guard lock(mutex_);
    return calls_;
  }

  Result<StoredCredential> find(const CredentialKey& key, const CredentialCall& call) override {
    const std::lock_guard lock(mutex_);
    if (auto refusal = refuse(Step::kFind, key, call)) return tl::unexpected(std::move(*refusal));
    const auto item = items_.find(key);
    if (item == items_.end()) {
      return failure(ErrorCode::kCredentialNotStored, "No password is stored for " + key.description() + ".");
    }
    if (locked_) return failure(ErrorCode::kKeychainLocked, "The keychain is locked.");
    return StoredCredential{item->second.password.clone(), item->second.modified};
  }

  Result<void> store(const CredentialKey& key, const Secret& password, const CredentialCall& call) override {
    const std::lock_guard lock(mutex_);
    if (auto refusal = refuse(Step::kStore, key, call)) return tl::unexpected(std::move(*refusal));
    if (locked_) return failure(ErrorCode::kKeychainLocked, "The keychain is locked.");
    items_.insert_or_assign(key, StoredCredential{password.clone(), time_});
    return {};
  }

  Result<void> forget(const CredentialKey& key, const CredentialCall& call) override {
    const std::lock_guard lock(mutex_);
    if (auto refusal = refuse(Step::kForget, key, call)) return tl::unexpected(std::move(*refusal));
    if (!items_.contains(key)) return {};
    if (locked_) return failure(ErrorCode::kKeychainLocked, "The keychain is locked.");
    items_.erase(key);
    return {};
  }

  Result<CredentialStatus> status(const CredentialKey& key, const CredentialCall& call) override {
    const std::lock_guard lock(mutex_);
    if (auto refusal = refuse(Step::kStatus, key, call)) return tl::unexpected(std::move(*refusal));
    const auto item = items_.find(key);
    if (item == items_.end()) return CredentialStatus{};
    return CredentialStatus{locked_ ? CredentialStatus::Stored::kLocked : CredentialStatus::Stored::kYes,
                            item->second.modified};
  }

 private:
  std::optional<Error> refuse(Step step, const CredentialKey& key, const CredentialCall& call) {
    calls_.emplace_back(step, key);
    if (call.stop.stop_requested()) return Error{ErrorCode::kCancelled, "Cancelled."};
    const auto failing = failures_.find(step);
    if (failing == failures_.end()) return std::nullopt;
    return Error{failing->second, "The keychain of this test refuses."};
  }

  mutable std::mutex mutex_;
  std::map<CredentialKey, StoredCredential> items_;
  std::map<Step, ErrorCode> failures_;
  std::vector<std::pair<Step, CredentialKey>> calls_;
  bool locked_ = false;
  std::chrono::sys_seconds time_{std::chrono::seconds(1'700'000'000)};
};

}  // namespace sallyport
