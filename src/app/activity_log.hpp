#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <mutex>

#include "sallyport/ports/request_observer.hpp"
#include "sallyport/ports/supervisors.hpp"

namespace sallyport {

/// The last requests that a relay carried, in memory only. Written by the relay's thread, read by any.
class ActivityLog final : public RequestObserver {
 public:
  static constexpr std::size_t kMostRecords = 1000;
  /// Of each text of a record, in bytes; the rest is cut off.
  static constexpr std::size_t kLongestText = 500;

  void request_ended(RequestRecord record) override;
  /// From `begin` on, as many as a reply of the control socket holds.
  [[nodiscard]] ActivityPage page(std::uint64_t begin) const;

 private:
  mutable std::mutex mutex_;
  std::deque<RequestRecord> records_;
  std::uint64_t forgotten_ = 0;  ///< how many there were before the first
};

}  // namespace sallyport
