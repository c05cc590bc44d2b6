#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "sallyport/core/result.hpp"
#include "sallyport/core/secret.hpp"

namespace sallyport {

/// A small network on loopback, served by a thread of its own: an HTTP proxy that wants a password (Basic, RFC 7617),
/// for absolute-form requests and CONNECT, and behind it the one server that it reaches. Ports are free ones.
class DemoNetwork {
 public:
  /// The server's name, which only the proxy and `--resolve` know (RFC 6761 §6.2).
  static constexpr const char* kHost = "origin.sallyport-demo.test";

  struct Visits {
    int refused = 0;                 ///< requests that the proxy answered with 407
    std::vector<std::string> users;  ///< who signed in at the proxy, for each request that it passed on
    int direct = 0;                  ///< requests that came to the server past the proxy
    bool password_leaked = false;    ///< the server was sent what was meant for the proxy
  };

  [[nodiscard]] static Result<std::unique_ptr<DemoNetwork>> start(const std::string& user, const Secret& password);
  ~DemoNetwork();

  [[nodiscard]] std::uint16_t proxy_port() const;
  [[nodiscard]] std::uint16_t origin_port() const;
  /// Any thread.
  [[nodiscard]] Visits visits() const;

 private:
  struct State;
  explicit DemoNetwork(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace sallyport
