#include "relay/name_resolver.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <mutex>
#include <system_error>
#include <thread>
#include <tuple>
#include <utility>

#include "relay/waiters.hpp"

namespace sallyport::relay {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using Code = boost::system::error_code;
using Found = tcp::resolver::results_type;

/// The families in turn, beginning with that of the first address (RFC 8305 §4).
std::vector<tcp::endpoint> in_turn(const Found& found) {
  std::vector<tcp::endpoint> first;
  std::vector<tcp::endpoint> second;
  for (const auto& entry : found) {
    const bool of_first = first.empty() || entry.endpoint().protocol() == first.front().protocol();
    (of_first ? first : second).push_back(entry.endpoint());
  }
  std::vector<tcp::endpoint> ordered;
  for (std::size_t i = 0; i < std::max(first.size(), second.size()); ++i) {
    if (i < first.size()) ordered.push_back(first[i]);
    if (i < second.size()) ordered.push_back(second[i]);
  }
  return ordered;
}

std::string sentence(const std::string& host, const Code& error) {
  if (error == asio::error::host_not_found || error == asio::error::host_not_found_try_again ||
      error == asio::error::no_data) {
    return fmt::format("The name \"{}\" is not known on this network. Check its spelling and the connection.", host);
  }
  if (error == asio::error::timed_out) {
    return fmt::format("The name server did not answer for \"{}\" in time. Check the connection, and try again.", host);
  }
  return fmt::format("The name \"{}\" cannot be looked up: {}.", host, error.message());
}

/// On a thread of its own.
std::pair<Code, Found> look_up(const std::string& host, std::uint16_t port) {
  asio::io_context io;
  tcp::resolver resolver(io);
  Code error;
  Found found = resolver.resolve(host, std::to_string(port), tcp::resolver::numeric_service, error);
  if (!error && found.empty()) error = asio::error::host_not_found;
  return {error, std::move(found)};
}

}  // namespace

struct NameResolver::Lookups {
  /// Who waits for one.
  struct Place {
    explicit Place(const asio::any_io_executor& executor) : done(executor, kTime) {}

    asio::steady_timer done;  ///< cancelled once there is an answer
    Code error = asio::error::timed_out;
    Found found;
  };

  std::mutex mutex;
  bool stopped = false;     ///< under the mutex: nothing may be posted any more
  std::size_t running = 0;  ///< threads; the relay's thread counts them
  Waiters turns;
};

NameResolver::NameResolver() : lookups_(std::make_shared<Lookups>()) {}

NameResolver::~NameResolver() { stop(); }

asio::awaitable<Result<std::vector<tcp::endpoint>>> NameResolver::resolve(const std::string& host, std::uint16_t port) {
  Code error;
  if (const auto address = asio::ip::make_address(host, error); !error) {
    co_return std::vector{tcp::endpoint(address, port)};
  }
  const auto executor = co_await asio::this_coro::executor;
  while (lookups_->running >= kMost) co_await lookups_->turns.wait();
  const auto place = std::make_shared<Lookups::Place>(executor);
  auto run = [lookups = lookups_, executor, host, port, weak = std::weak_ptr(place)] {
    auto answer = look_up(host, port);
    const std::lock_guard lock(lookups->mutex);
    if (lookups->stopped) return;
    asio::post(executor, [lookups, weak, answer = std::move(answer)] {
      --lookups->running;
      lookups->turns.wake_one();
      const auto waiting = weak.lock();
      if (!waiting) return;
      std::tie(waiting->error, waiting->found) = answer;
      waiting->done.cancel();
    });
  };
  try {
    std::thread(std::move(run)).detach();
  } catch (const std::system_error& no_thread) {
    lookups_->turns.wake_one();
    co_return failure(ErrorCode::kIo, "The system has no room for another thread. Close some programs and try again.",
                      no_thread.what());
  }
  ++lookups_->running;
  Code cancelled;
  co_await place->done.async_wait(asio::redirect_error(asio::use_awaitable, cancelled));
  if (place->error) co_return failure(ErrorCode::kIo, sentence(host, place->error), place->error.message());
  co_return in_turn(place->found);
}

void NameResolver::stop() {
  const std::lock_guard lock(lookups_->mutex);
  lookups_->stopped = true;
}

}  // namespace sallyport::relay
