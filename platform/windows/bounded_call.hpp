#pragma once

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <system_error>
#include <thread>
#include <utility>

#include "sallyport/core/result.hpp"

namespace sallyport {

/// Runs `work() -> Result<T>`, which blocks in Windows, on a thread of its own and returns its result, or kTimedOut
/// after `timeout`, or kCancelled once `stop` is requested: always at that moment. Work that was given up goes on until
/// Windows lets go of it, so it must own all that it uses.
template <typename T, typename Work>
Result<T> run_bounded(std::chrono::milliseconds timeout, const std::stop_token& stop, Work work) {
  struct Call {
    std::mutex mutex;
    std::condition_variable_any done;
    std::optional<Result<T>> result;
  };
  const auto call = std::make_shared<Call>();
  try {
    std::thread([call, work = std::move(work)]() mutable {
      Result<T> result = work();
      const std::lock_guard lock(call->mutex);
      call->result = std::move(result);
      call->done.notify_all();
    }).detach();
  } catch (const std::system_error& error) {
    return failure(ErrorCode::kFailed, "The system has no room for another thread. Close some programs and try again.",
                   error.what());
  }
  // A longer limit is no limit, and would overflow the clock.
  const auto limit = std::min<std::chrono::milliseconds>(timeout, std::chrono::hours(24));
  std::unique_lock lock(call->mutex);
  if (call->done.wait_for(lock, stop, limit, [&call] { return call->result.has_value(); })) {
    return std::move(*call->result);
  }
  if (stop.stop_requested()) return failure(ErrorCode::kCancelled, "Cancelled.");
  return failure(ErrorCode::kTimedOut, "There was no answer in time.");
}

}  // namespace sallyport
