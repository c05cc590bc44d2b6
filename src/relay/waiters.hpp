#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <list>

namespace sallyport::relay {

/// Coroutines that wait for something to change, in the order of their coming. A coroutine that goes away while it
/// waits leaves the queue. One thread. Must outlive who waits.
class Waiters {
 public:
  using TimePoint = boost::asio::steady_timer::time_point;

  /// Ends with `wake_one`, `wake_all`, at `limit`, or when the coroutine is cancelled.
  boost::asio::awaitable<void> wait(TimePoint limit = TimePoint::max()) {
    Place place(*this, co_await boost::asio::this_coro::executor, limit);
    boost::system::error_code ignored;
    co_await place.timer.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, ignored));
  }
  void wake_one() {
    if (queue_.empty()) return;
    Place& first = *queue_.front();
    first.leave();
    first.timer.cancel();
  }
  void wake_all() {
    while (!queue_.empty()) wake_one();
  }

 private:
  struct Place {
    Place(Waiters& owner, const boost::asio::any_io_executor& executor, TimePoint limit)
        : waiters(owner), timer(executor, limit), position(waiters.queue_.insert(waiters.queue_.end(), this)) {}
    ~Place() { leave(); }
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;
    void leave() {
      if (waits) waiters.queue_.erase(position);
      waits = false;
    }

    Waiters& waiters;
    boost::asio::steady_timer timer;
    std::list<Place*>::iterator position;
    bool waits = true;
  };

  std::list<Place*> queue_;
};

}  // namespace sallyport::relay
