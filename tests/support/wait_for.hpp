#pragma once

#include <chrono>
#include <thread>

namespace sallyport {

/// Whether `condition` becomes true within `limit`. In place of sleeping for as long as it might take.
template <typename Condition>
[[nodiscard]] bool wait_for(Condition condition, std::chrono::milliseconds limit = std::chrono::seconds(10)) {
  const auto end = std::chrono::steady_clock::now() + limit;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  return true;
}

}  // namespace sallyport
