#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "sallyport/ports/request_observer.hpp"
#include "sallyport/ports/supervisors.hpp"

namespace sallyport {

/// The last requests that a relay carried, in memory only, and those under way while somebody asks. Written by the
/// relay's thread, read by any.
class ActivityLog final : public RequestObserver {
 public:
  static constexpr std::size_t kMostRecords = 1000;
  /// Of each text of a record, in bytes; the rest is cut off.
  static constexpr std::size_t kLongestText = 500;
  /// Whoever asked within this time is still there.
  static constexpr std::chrono::seconds kWatchTime{5};

  using Clock = std::chrono::steady_clock;
  explicit ActivityLog(std::function<Clock::time_point()> now = Clock::now) : now_(std::move(now)) {}

  void request_ended(RequestRecord record) override;
  [[nodiscard]] bool watches() const override;
  void under_way(std::vector<RequestRecord> records) override;
  /// From `begin` on, as many as a reply of the control socket holds.
  [[nodiscard]] ActivityPage page(std::uint64_t begin);

 private:
  [[nodiscard]] bool was_asked() const { return asked_ && now_() - *asked_ < kWatchTime; }

  std::function<Clock::time_point()> now_;
  mutable std::mutex mutex_;
  std::optional<Clock::time_point> asked_;
  std::vector<RequestRecord> under_way_;
  std::deque<RequestRecord> records_;
  std::uint64_t forgotten_ = 0;  ///< how many there were before the first
};

}  // namespace sallyport
