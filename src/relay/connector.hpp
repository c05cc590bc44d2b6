#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "relay/name_resolver.hpp"
#include "sallyport/core/result.hpp"

namespace sallyport::relay {

/// How long a connection may take.
inline constexpr std::chrono::seconds kConnectTime{20};

/// Connects to `host` (a name or an address without brackets): the addresses of a name alternate between IPv6 and IPv4,
/// each gets 250 ms before the next is tried beside it, the first that answers wins (RFC 8305 §4, §5). TCP_NODELAY is
/// set. Errors: kIo, with the cause and what to do.
boost::asio::awaitable<Result<boost::asio::ip::tcp::socket>> connect(NameResolver& names, const std::string& host,
                                                                     std::uint16_t port);

/// The latter half of it, for the addresses of `host` in the order in which they are tried; there is one at least.
boost::asio::awaitable<Result<boost::asio::ip::tcp::socket>> connect(
    const std::vector<boost::asio::ip::tcp::endpoint>& endpoints, const std::string& host);

}  // namespace sallyport::relay
