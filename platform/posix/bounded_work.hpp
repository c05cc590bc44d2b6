#pragma once

#include <pthread.h>
#include <signal.h>

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

/// Runs `work() -> Result<T>`, which blocks in a library, on a thread of its own and returns its result, or kTimedOut
/// after `timeout`, or kCancelled once `stop` is requested: always at that moment. Work that was given up goes on until
/// the library lets go of it, so `work` must own all that it uses.
template <typename T, typename Work>
Result<T> run_bounded_work(std::chrono::milliseconds timeout, std::stop_token stop, Work work) {
  struct Call {
    std::mutex mutex;
    std::condition_variable_any done;
    std::optional<Result<T>> result;
  };
  const auto call = std::make_shared<Call>();
  auto run = [call, work = std::move(work)]() mutable {
    Result<T> result = work();
    const std::lock_guard lock(call->mutex);
    call->result = std::move(result);
    call->done.notify_all();
  };

  // Signals are for the program's own threads; threads that the library starts inherit the mask as well.
  sigset_t all;
  sigset_t before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  std::thread thread;
  try {
    thread = std::thread(std::move(run));
  } catch (const std::system_error& error) {
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
    return failure(ErrorCode::kFailed, "The system has no room for another thread. Close some programs and try again.",
                   error.what());
  }
  pthread_sigmask(SIG_SETMASK, &before, nullptr);

  // A longer limit is no limit, and would overflow the clock.
  const auto limit = std::min<std::chrono::milliseconds>(timeout, std::chrono::hours(24));
  const auto is_done = [&call] { return call->result.has_value(); };
  std::unique_lock lock(call->mutex);
  if (!call->done.wait_until(lock, stop, std::chrono::steady_clock::now() + limit, is_done)) {
    const bool cancelled = stop.stop_requested();
    lock.unlock();
    thread.detach();
    if (cancelled) return failure(ErrorCode::kCancelled, "Cancelled.");
    return failure(ErrorCode::kTimedOut, "There was no answer in time.");
  }
  lock.unlock();
  thread.join();
  return std::move(*call->result);
}

}  // namespace sallyport
