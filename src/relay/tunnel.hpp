#pragma once

#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <vector>

#include "relay/stream.hpp"

namespace sallyport::relay {

/// What tunnels read into: one for all of a relay, since a tunnel holds nothing there while it waits.
using TunnelBuffer = std::vector<char>;
[[nodiscard]] TunnelBuffer make_tunnel_buffer();

struct TunnelBytes {
  std::uint64_t sent = 0;      ///< by the client
  std::uint64_t received = 0;  ///< for the client
};

/// Passes bytes both ways until both sides have finished or either breaks; one side's end is passed on and the other
/// may go on sending. A reader that stalls holds up to 256 KiB.
boost::asio::awaitable<void> run_tunnel(Stream& client, Stream& upstream, TunnelBuffer& buffer, TunnelBytes& bytes);

}  // namespace sallyport::relay
