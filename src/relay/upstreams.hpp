#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>

#include "relay/name_resolver.hpp"
#include "relay/proxy_login.hpp"
#include "relay/proxy_request.hpp"
#include "relay/stream.hpp"
#include "sallyport/core/endpoint.hpp"
#include "sallyport/core/result.hpp"
#include "sallyport/ports/tls.hpp"

namespace sallyport::relay {

/// A connection on which requests can be sent.
struct Upstream {
  std::unique_ptr<Stream> stream;
  std::string key;  ///< under which it is kept; empty: never
  bool reused = false;
  bool signed_in = false;        ///< by one client, on the connection itself: it is nobody else's
  std::uint64_t generation = 0;  ///< how often those that are kept were dropped before it was opened
};

/// Why there is none.
struct NoUpstream {
  std::string reason;     ///< sentences for a person
  bool answered = false;  ///< the proxy did, and refused: no other way is tried behind its back
  unsigned status = 502;  ///< what the client gets
};
template <typename T>
using Reached = tl::expected<T, NoUpstream>;

/// Whether the other end of a kept connection has closed it, or sent what nobody asked for.
[[nodiscard]] bool is_stale(Stream& stream);

/// Opens connections to origins and through proxies, and keeps those that are idle for the next request.
class Upstreams {
 public:
  /// Shorter than the 75 s after which nginx closes them.
  static constexpr std::chrono::seconds kIdleTime{60};

  Upstreams(Tls& tls, ProxyLogins& logins) : tls_(tls), logins_(logins) {}

  /// What connections are kept under, which serve the same requests.
  [[nodiscard]] static std::string key_of(const std::optional<Endpoint>& hop, const ProxyRequest& asked);
  /// A connection for plain requests to `target` by way of `hop` (empty: direct); a kept one when there is one, unless
  /// `fresh`. `ca_file`: for the TLS of an HTTPS proxy.
  boost::asio::awaitable<Reached<Upstream>> open(const std::optional<Endpoint>& hop, const ProxyRequest& asked,
                                                 const std::string& ca_file, bool fresh);
  /// For one tunnel: to the proxy, or for SOCKS5 and direct to the target itself. Never kept.
  boost::asio::awaitable<Reached<Upstream>> open_for_tunnel(const std::optional<Endpoint>& hop,
                                                            const ProxyRequest& asked, const std::string& ca_file);
  /// Whether it was opened after the last `clear`.
  [[nodiscard]] bool is_current(const Upstream& upstream) const { return upstream.generation == generation_; }
  /// After a response that was read to its end. One that is not current is closed.
  void keep(Upstream upstream);
  void sweep(std::chrono::steady_clock::time_point now);
  void clear() {
    idle_.clear();
    ++generation_;
  }
  /// Gives up the look-ups of names: to be called before the io_context goes on which requests wait for them.
  void stop() { names_.stop(); }

 private:
  struct Idle {
    Upstream upstream;
    std::chrono::steady_clock::time_point since;
  };

  [[nodiscard]] std::unique_ptr<Stream> take(const std::string& key);
  boost::asio::awaitable<Reached<std::unique_ptr<Stream>>> reach(const std::optional<Endpoint>& hop,
                                                                 const RequestTarget& target,
                                                                 const std::string& ca_file);

  boost::asio::awaitable<Reached<std::unique_ptr<Stream>>> reach_through_socks5(const Endpoint& proxy,
                                                                                const RequestTarget& target);

  Tls& tls_;
  ProxyLogins& logins_;
  NameResolver names_;
  std::deque<Idle> idle_;  ///< the youngest last
  std::uint64_t generation_ = 0;
};

}  // namespace sallyport::relay
