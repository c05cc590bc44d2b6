#include "relay/loopback_relay.hpp"

#include <fmt/format.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <optional>
#include <thread>
#include <utility>

#include "relay/client_session.hpp"
#include "relay/relay_context.hpp"

namespace sallyport::relay {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using Code = boost::system::error_code;

constexpr std::chrono::seconds kSweep{1};
/// How long accepts pause when there are no descriptors left, or no connections to be had.
constexpr std::chrono::milliseconds kPause{100};

SocketAddress socket_address(const tcp::endpoint& endpoint) {
  SocketAddress result;
  result.port = endpoint.port();
  const auto address = endpoint.address();
  if (address.is_v4()) {
    const auto bytes = address.to_v4().to_bytes();
    std::copy(bytes.begin(), bytes.end(), result.address.bytes.begin());
    result.address.is_v4 = true;
  } else {
    result.address.bytes = address.to_v6().to_bytes();
  }
  return result;
}

}  // namespace

class LoopbackRelay::Server {
 public:
  Server(const RelayPorts& ports, RelayRules rules, std::size_t most_connections)
      : ports_(ports),
        most_connections_(most_connections),
        router_(ports.system_proxy),
        upstreams_(ports.tls, ports.logins),
        tunnel_buffer_(make_tunnel_buffer()),
        context_{router_, upstreams_, ports.logins, ports.observer, tunnel_buffer_},
        v4_(io_),
        v6_(io_),
        sweep_(io_) {
    ports_.logins.set_rules(rules);
    router_.set_rules(std::move(rules));
  }

  ~Server() {
    asio::post(io_, [this] { stop(); });
    if (thread_.joinable()) thread_.join();
    ports_.logins.stop();
    router_.stop();
    upstreams_.stop();
  }

  Result<std::uint16_t> listen(std::uint16_t port) {
    Code error;
    const auto listen_at = [this, &error](tcp::acceptor& acceptor, const tcp::endpoint& endpoint) {
      acceptor.open(endpoint.protocol(), error);
      if (!error && endpoint.address().is_v6()) acceptor.set_option(asio::ip::v6_only(true), error);
      // What is accepted inherits these.
      if (!error) acceptor.set_option(tcp::no_delay(true), error);
      if (!error) acceptor.set_option(tcp::socket::receive_buffer_size(kUnreadWithinMachine), error);
      if (!error && ports_.prepare_listener) ports_.prepare_listener(acceptor.native_handle());
      if (!error) acceptor.bind(endpoint, error);
      if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
    };
    listen_at(v4_, {asio::ip::address_v4::loopback(), port});
    if (error) {
      return failure(ErrorCode::kIo,
                     fmt::format("Sallyport's relay cannot listen on 127.0.0.1, port {}: {}.", port, error.message()),
                     error.message());
    }
    context_.port = v4_.local_endpoint().port();
    Code v6_error;
    std::swap(error, v6_error);
    listen_at(v6_, {asio::ip::address_v6::loopback(), context_.port});
    if (error) v6_.close(v6_error);  // a machine without IPv6
    return context_.port;
  }

  void start() {
    context_.now = ports_.now();
    asio::co_spawn(io_, accept(v4_), asio::detached);
    if (v6_.is_open()) asio::co_spawn(io_, accept(v6_), asio::detached);
    asio::co_spawn(io_, sweep(), asio::detached);
    thread_ = std::thread([this] { io_.run(); });
  }

  void set_rules(RelayRules rules) {
    asio::post(io_, [this, rules = std::make_shared<RelayRules>(std::move(rules))] {
      ports_.logins.set_rules(*rules);
      router_.set_rules(std::move(*rules));
      upstreams_.clear();
    });
  }

 private:
  void stop() {
    Code ignored;
    v4_.close(ignored);
    v6_.close(ignored);
    stopping_ = true;
    sweep_.cancel();
    upstreams_.clear();
    for (ClientSession* session : context_.sessions) session->abort();
    io_.stop();
  }

  asio::awaitable<void> accept(tcp::acceptor& acceptor) {
    Code error;
    const SocketAddress own = socket_address(acceptor.local_endpoint(error));
    while (acceptor.is_open()) {
      if (context_.sessions.size() >= most_connections_) {
        co_await pause();
        continue;
      }
      tcp::endpoint peer;
      tcp::socket socket = co_await acceptor.async_accept(peer, asio::redirect_error(asio::use_awaitable, error));
      if (error == asio::error::operation_aborted) co_return;
      if (error) {
        upstreams_.clear();
        co_await pause();
        continue;
      }
      // Closed unread: who may not come in learns nothing.
      if (!ports_.admission.admits(socket_address(peer), own)) continue;
      // One that was reset meanwhile has no other end: what was admitted could be somebody else's at these addresses.
      (void)socket.remote_endpoint(error);
      if (error) continue;
      asio::co_spawn(
          io_,
          [session = std::make_unique<ClientSession>(std::move(socket), context_)]() -> asio::awaitable<void> {
            co_await session->run();
          },
          [](const std::exception_ptr&) {});
    }
  }

  asio::awaitable<void> pause() {
    Code ignored;
    asio::steady_timer timer(io_, kPause);
    co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
  }

  asio::awaitable<void> sweep() {
    while (!stopping_) {
      Code error;
      sweep_.expires_after(kSweep);
      co_await sweep_.async_wait(asio::redirect_error(asio::use_awaitable, error));
      context_.now = ports_.now();
      for (ClientSession* session : context_.sessions) session->sweep();
      upstreams_.sweep(context_.now);
      tell_what_is_under_way();
    }
  }

  void tell_what_is_under_way() {
    if (context_.observer == nullptr || !context_.observer->watches()) return;
    std::vector<RequestRecord> records;
    for (const ClientSession* session : context_.sessions)
      if (auto record = session->under_way()) records.push_back(*std::move(record));
    context_.observer->under_way(std::move(records));
  }

  RelayPorts ports_;
  std::size_t most_connections_;
  Router router_;
  Upstreams upstreams_;
  TunnelBuffer tunnel_buffer_;
  RelayContext context_;
  asio::io_context io_{1};  // goes before what the sessions on it use
  tcp::acceptor v4_;
  tcp::acceptor v6_;
  asio::steady_timer sweep_;
  bool stopping_ = false;
  std::thread thread_;
};

LoopbackRelay::LoopbackRelay(RelayPorts ports, std::size_t most_connections)
    : ports_(std::move(ports)), most_connections_(most_connections) {}
LoopbackRelay::~LoopbackRelay() = default;

Result<std::uint16_t> LoopbackRelay::open(RelayRules rules, std::uint16_t port) {
  auto server = std::make_unique<Server>(ports_, std::move(rules), most_connections_);
  auto listening = server->listen(port);
  if (!listening) return listening;
  server->start();
  server_ = std::move(server);
  return listening;
}

void LoopbackRelay::set_rules(RelayRules rules) {
  if (server_) server_->set_rules(std::move(rules));
}

void LoopbackRelay::close() { server_.reset(); }

}  // namespace sallyport::relay
