#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <utility>

#include "sallyport/ports/rejected_credentials.hpp"

namespace sallyport {

/// Marks in memory; share one between the relays of a test. Any thread.
class FakeRejectedCredentials final : public RejectedCredentials {
 public:
  bool mark(const CredentialKey& key, std::chrono::sys_seconds modified) override {
    const std::lock_guard lock(mutex_);
    return marks_.insert({key, modified}).second;
  }
  bool contains(const CredentialKey& key, std::chrono::sys_seconds modified) override {
    const std::lock_guard lock(mutex_);
    return marks_.contains({key, modified});
  }
  Attempt begin_attempt(const CredentialKey& key) override {
    const std::lock_guard lock(mutex_);
    if (!attempts_[key].expired()) return nullptr;
    auto attempt = std::make_shared<const int>();
    attempts_[key] = attempt;
    return attempt;
  }

 private:
  std::mutex mutex_;
  std::set<std::pair<CredentialKey, std::chrono::sys_seconds>> marks_;
  std::map<CredentialKey, std::weak_ptr<const void>> attempts_;
};

}  // namespace sallyport
