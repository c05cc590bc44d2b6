#pragma once

#include <chrono>

namespace sallyport::relay {

/// Until when something has to have happened. Looked at once a second for all connections: a timer for each operation
/// would cost a fifth of the relay's time.
class Deadline {
 public:
  using Clock = std::chrono::steady_clock;

  /// `now` is renewed by its owner.
  explicit Deadline(const Clock::time_point& now) : now_(now) {}
  void set(std::chrono::seconds from_now) { at_ = now_ + from_now; }
  void clear() { at_ = Clock::time_point::max(); }
  [[nodiscard]] bool has_passed() const { return now_ > at_; }

 private:
  const Clock::time_point& now_;
  Clock::time_point at_ = Clock::time_point::max();
};

}  // namespace sallyport::relay
