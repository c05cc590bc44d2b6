#pragma once

#include <chrono>
#include <cstdint>
#include <set>

#include "relay/proxy_login.hpp"
#include "relay/router.hpp"
#include "relay/tunnel.hpp"
#include "relay/upstreams.hpp"
#include "sallyport/ports/request_observer.hpp"

namespace sallyport::relay {

class ClientSession;

/// What the connections of one relay share. One thread.
struct RelayContext {
  Router& router;
  Upstreams& upstreams;
  ProxyLogins& logins;
  RequestObserver* observer = nullptr;  ///< may be null
  TunnelBuffer& tunnel_buffer;
  std::uint16_t port = 0;                       ///< the relay's own, so that a loop is seen
  std::chrono::steady_clock::time_point now{};  ///< renewed each second: exact enough for deadlines
  std::set<ClientSession*> sessions{};
};

}  // namespace sallyport::relay
