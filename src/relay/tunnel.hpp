#pragma once

#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <vector>

#include "relay/stream.hpp"

namespace sallyport::relay {

/// What tunnels read into: one for all of a relay, since a tunnel holds nothing there while it waits.
using TunnelBuffer = std::vector<char>;
[[nodiscard]] TunnelBuffer make_tunnel_buffer();

/// Passes bytes both ways until both sides have finished or either breaks; one side's end is passed on and the other
/// may go on sending. A reader that stalls holds up to 256 KiB. Adds the bytes to `sent` (by the client) and
/// `received`.
boost::asio::awaitable<void> run_tunnel(Stream& client, Stream& upstream, TunnelBuffer& buffer, std::uint64_t& sent,
                                        std::uint64_t& received);

}  // namespace sallyport::relay
