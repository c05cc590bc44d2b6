#pragma once

#include <map>
#include <mutex>
#include <utility>

#include "sallyport/ports/rejected_credentials.hpp"

namespace sallyport {

/// Marks in memory; share one between the relays of a test. Any thread.
class FakeRejectedCredentials final : public RejectedCredentials {
 public:
  bool mark(const CredentialKey& key, std::chrono::sys_seconds modified) override {
    const std::lock_guard lock(mutex_);
    auto& mark = marks_[key];
    return std::exchange(mark, modified) != modified;
  }
  bool contains(const CredentialKey& key, std::chrono::sys_seconds modified) override {
    const std::lock_guard lock(mutex_);
    const auto mark = marks_.find(key);
    return mark != marks_.end() && mark->second == modified;
  }

 private:
  std::mutex mutex_;
  std::map<CredentialKey, std::chrono::sys_seconds> marks_;
};

}  // namespace sallyport
