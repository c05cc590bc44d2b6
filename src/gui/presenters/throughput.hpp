#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

#include "sallyport/core/request_record.hpp"

namespace sallyport {

/// How much went through relays over the last minutes, as the plot draws it. What a request carried is spread evenly
/// over the time that it took, since its record says no more.
class Throughput {
 public:
  using Time = std::chrono::sys_time<std::chrono::milliseconds>;
  static constexpr std::chrono::seconds kSpan{300};
  static constexpr std::chrono::seconds kStep{2};
  static constexpr std::size_t kSteps = kSpan / kStep;

  /// Ends at `now`, or at the end of the step that `now` lies in.
  explicit Throughput(Time now);
  bool operator==(const Throughput&) const = default;

  void add(const RequestRecord& record);
  void add_under_way(const RequestRecord& record);

  /// Bytes a second, oldest first, kSteps of each.
  [[nodiscard]] const std::vector<double>& received() const { return received_; }
  [[nodiscard]] const std::vector<double>& sent() const { return sent_; }
  /// The top of the plot: 1, 2 or 5 times a power of ten, no less than any value, and 1,000.
  [[nodiscard]] double top() const;
  /// How many requests and tunnels have not ended.
  [[nodiscard]] std::size_t under_way() const { return under_way_; }
  /// For a screen reader, and beside the plot: `Received 1.2 MB/s at most, sent 3.4 kB/s at most. 2 requests are under
  /// way.`
  [[nodiscard]] std::string summary() const;

 private:
  void spread(std::vector<double>& steps, const RequestRecord& record, std::uint64_t bytes) const;

  Time begin_;
  std::vector<double> received_;
  std::vector<double> sent_;
  std::size_t under_way_ = 0;
};

/// `1.2 MB/s`.
[[nodiscard]] std::string rate_text(double bytes_a_second);

}  // namespace sallyport
