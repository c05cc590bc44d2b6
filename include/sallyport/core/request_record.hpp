#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "sallyport/core/route.hpp"

namespace sallyport {

/// What is remembered of one request that the relay carried, or of one tunnel. By intention not: path, query, headers,
/// user.
struct RequestRecord {
  std::chrono::sys_time<std::chrono::milliseconds> started;
  std::chrono::milliseconds duration{0};  ///< to the last byte, or to the end of the tunnel
  std::string host;                       ///< of the origin, as Host::to_string gives it
  std::uint16_t port = 0;
  bool tunnel = false;         ///< CONNECT, or an upgraded connection
  Route route;                 ///< the one that was used in the end, after fail-over
  unsigned status = 0;         ///< what the client was answered; 0: it left, or was cut off, before there was an answer
  std::uint64_t sent = 0;      ///< bytes from the client: content, or what went through the tunnel
  std::uint64_t received = 0;  ///< bytes to the client, likewise
};

}  // namespace sallyport
