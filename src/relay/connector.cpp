#include "relay/connector.hpp"

#include <fmt/format.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <memory>
#include <optional>
#include <vector>

#include "relay/stream.hpp"

namespace sallyport::relay {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using Code = boost::system::error_code;

constexpr std::chrono::milliseconds kHeadStart{250};  // RFC 8305 §5

/// The attempts at one name, of which the first that connects wins.
struct Race {
  explicit Race(const asio::any_io_executor& executor) : changed(executor) {}

  asio::steady_timer changed;  ///< cancelled when an attempt ends
  std::vector<std::shared_ptr<tcp::socket>> running;
  std::optional<tcp::socket> winner;
  Code error = asio::error::host_unreachable;

  void end() {
    Code ignored;
    for (const auto& socket : running) socket->close(ignored);
  }
};

asio::awaitable<void> attempt(std::shared_ptr<Race> race, tcp::endpoint endpoint) {
  const auto socket = std::make_shared<tcp::socket>(race->changed.get_executor());
  race->running.push_back(socket);
  Code error;
  socket->open(endpoint.protocol(), error);
  // For good: Asio by itself would set it for connecting only, which makes it two calls.
  if (!error) socket->non_blocking(true, error);
  if (!error && endpoint.address().is_loopback()) {
    Code ignored;
    socket->set_option(tcp::socket::receive_buffer_size(kUnreadWithinMachine), ignored);
  }
  if (!error) co_await socket->async_connect(endpoint, asio::redirect_error(asio::use_awaitable, error));
  std::erase(race->running, socket);
  if (!error && !race->winner) race->winner.emplace(std::move(*socket));
  if (error && error != asio::error::operation_aborted) race->error = error;
  race->changed.cancel();
}

std::string sentence(const std::string& host, std::uint16_t port, const Code& error) {
  if (error == asio::error::connection_refused) {
    return fmt::format("Nothing listens at \"{}\" on port {}. Check the port, and whether the service runs.", host,
                       port);
  }
  if (error == asio::error::timed_out) {
    return fmt::format("\"{}\" did not answer on port {} in time. A firewall may drop the connection.", host, port);
  }
  return fmt::format("\"{}\" on port {} cannot be reached: {}.", host, port, error.message());
}

}  // namespace

asio::awaitable<Result<tcp::socket>> connect(const std::vector<tcp::endpoint>& endpoints, const std::string& host) {
  const auto executor = co_await asio::this_coro::executor;
  const auto race = std::make_shared<Race>(executor);
  const auto deadline = std::chrono::steady_clock::now() + kConnectTime;
  for (std::size_t next = 0; !race->winner && (next < endpoints.size() || !race->running.empty());) {
    if (std::chrono::steady_clock::now() >= deadline) {
      race->error = asio::error::timed_out;
      break;
    }
    if (next < endpoints.size()) {
      asio::co_spawn(executor, attempt(race, endpoints[next++]), asio::detached);
      race->changed.expires_after(kHeadStart);
    } else {
      race->changed.expires_at(deadline);
    }
    Code woken;
    co_await race->changed.async_wait(asio::redirect_error(asio::use_awaitable, woken));
  }
  race->end();
  if (!race->winner) {
    co_return failure(ErrorCode::kIo, sentence(host, endpoints.front().port(), race->error), race->error.message());
  }
  Code ignored;
  race->winner->set_option(tcp::no_delay(true), ignored);
  co_return std::move(*race->winner);
}

asio::awaitable<Result<tcp::socket>> connect(NameResolver& names, const std::string& host, std::uint16_t port) {
  auto endpoints = co_await names.resolve(host, port);
  if (!endpoints) co_return tl::unexpected(endpoints.error());
  co_return co_await connect(*endpoints, host);
}

}  // namespace sallyport::relay
