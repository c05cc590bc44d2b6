#include "relay/upstreams.hpp"

#include <fmt/format.h>

#include <boost/asio/buffer.hpp>
#include <boost/asio/steady_timer.hpp>
#include <memory>
#include <optional>
#include <utility>

#include "relay/connector.hpp"
#include "relay/socks5.hpp"
#include "relay/tls_layer.hpp"

namespace sallyport::relay {
namespace {

namespace asio = boost::asio;

/// How many wait for their next request, to all hosts.
constexpr std::size_t kIdle = 128;
/// Without a login, with it, and with one that has just been changed.
constexpr int kSocksTries = 3;

/// Closes the socket of a proxy that keeps silent while TLS or SOCKS5 is agreed on.
class TimeLimit {
 public:
  explicit TimeLimit(Stream& stream) : timer_(stream.socket().get_executor(), kConnectTime) {
    timer_.async_wait([&stream, over = over_](const boost::system::error_code& error) {
      boost::system::error_code ignored;
      if (!error && !*over) stream.socket().close(ignored);
    });
  }
  ~TimeLimit() { *over_ = true; }
  TimeLimit(const TimeLimit&) = delete;
  TimeLimit& operator=(const TimeLimit&) = delete;

 private:
  std::shared_ptr<bool> over_ = std::make_shared<bool>(false);
  asio::steady_timer timer_;
};

tl::unexpected<NoUpstream> no_upstream(Error error) { return tl::unexpected(NoUpstream{std::move(error.message)}); }

/// Whether requests are sent to the proxy itself, rather than through it.
bool speaks_http(const std::optional<Endpoint>& hop) { return hop && hop->protocol != ProxyProtocol::kSocks5; }

}  // namespace

bool is_stale(Stream& stream) {
  char byte = 0;
  boost::system::error_code error;
  stream.socket().receive(asio::buffer(&byte, 1), asio::socket_base::message_peek, error);
  return error != asio::error::would_block;
}

asio::awaitable<Reached<std::unique_ptr<Stream>>> Upstreams::reach(const std::optional<Endpoint>& hop,
                                                                   const RequestTarget& target,
                                                                   const std::string& ca_file) {
  if (hop && hop->protocol == ProxyProtocol::kSocks5) co_return co_await reach_through_socks5(*hop, target);
  // Not as a temporary among the arguments: client_session.cpp.
  const std::string host = hop ? hop->host : target.host.to_string();
  auto socket = co_await connect(names_, host, hop ? hop->port : target.port);
  if (!socket) co_return no_upstream(std::move(socket.error()));
  auto stream = std::make_unique<Stream>(std::move(*socket));
  if (hop && hop->protocol == ProxyProtocol::kHttps) {
    const TimeLimit limit(*stream);
    auto secured = co_await start_tls(tls_, *stream, hop->host, ca_file);
    if (!secured) co_return no_upstream(std::move(secured.error()));
  }
  co_return stream;
}

asio::awaitable<Reached<std::unique_ptr<Stream>>> Upstreams::reach_through_socks5(const Endpoint& proxy,
                                                                                  const RequestTarget& target) {
  const auto login = logins_.at(proxy);
  Socks5Answer answer;
  for (int tries = 0; tries < kSocksTries; ++tries) {
    auto socket = co_await connect(names_, proxy.host, proxy.port);
    if (!socket) co_return no_upstream(std::move(socket.error()));
    auto stream = std::make_unique<Stream>(std::move(*socket));
    auto pass = co_await login->before({});
    std::optional<TimeLimit> limit(std::in_place, *stream);
    answer = co_await connect_through_socks5(*stream, target.host, target.port, pass->credential());
    limit.reset();
    const bool signed_in =
        answer.outcome == Socks5Outcome::kConnected || answer.outcome == Socks5Outcome::kTargetRefused;
    if (!signed_in && !is_login_refused(answer.outcome, *pass)) break;
    const auto verdict = co_await login->after(std::move(pass), signed_in ? 200 : 407, {});
    if (answer.outcome == Socks5Outcome::kConnected) co_return stream;
    if (signed_in) co_return tl::unexpected(NoUpstream{answer.reason, true});
    if (verdict.next == ProxyLogin::Next::kExplain) {
      co_return tl::unexpected(NoUpstream{verdict.reason, true, verdict.status});
    }
    if (verdict.next == ProxyLogin::Next::kPassOn) break;
  }
  co_return tl::unexpected(NoUpstream{answer.reason});
}

std::string Upstreams::key_of(const std::optional<Endpoint>& hop, const ProxyRequest& asked) {
  std::string key = hop ? hop->url() : "direct";
  if (!speaks_http(hop)) key += fmt::format(" {}:{}", asked.authority, asked.target.port);
  return key;
}

asio::awaitable<Reached<Upstream>> Upstreams::open(const std::optional<Endpoint>& hop, const ProxyRequest& asked,
                                                   const std::string& ca_file, bool fresh) {
  std::string key = key_of(hop, asked);
  const std::uint64_t generation = generation_;
  if (!fresh) {
    if (auto kept = take(key)) co_return Upstream{std::move(kept), std::move(key), true, false, generation};
  }
  auto reached = co_await reach(hop, asked.target, ca_file);
  if (!reached) co_return tl::unexpected(reached.error());
  co_return Upstream{std::move(*reached), std::move(key), false, false, generation};
}

asio::awaitable<Reached<Upstream>> Upstreams::open_for_tunnel(const std::optional<Endpoint>& hop,
                                                              const ProxyRequest& asked, const std::string& ca_file) {
  auto reached = co_await reach(hop, asked.target, ca_file);
  if (!reached) co_return tl::unexpected(reached.error());
  co_return Upstream{std::move(*reached), "", false};
}

std::unique_ptr<Stream> Upstreams::take(const std::string& key) {
  // The youngest is the likeliest to live.
  for (auto idle = idle_.end(); idle != idle_.begin();) {
    if ((--idle)->upstream.key != key) continue;
    auto stream = std::move(idle->upstream.stream);
    idle = idle_.erase(idle);
    if (!is_stale(*stream)) return stream;
  }
  return nullptr;
}

void Upstreams::keep(Upstream upstream) {
  if (upstream.key.empty() || !is_current(upstream)) return;
  if (idle_.size() >= kIdle) idle_.pop_front();
  idle_.push_back({std::move(upstream), std::chrono::steady_clock::now()});
}

void Upstreams::sweep(std::chrono::steady_clock::time_point now) {
  while (!idle_.empty() && now - idle_.front().since > kIdleTime) idle_.pop_front();
}

}  // namespace sallyport::relay
