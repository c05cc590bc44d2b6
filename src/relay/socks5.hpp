#pragma once

#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <string>

#include "relay/stream.hpp"
#include "sallyport/core/credentials.hpp"
#include "sallyport/core/host.hpp"
#include "sallyport/core/result.hpp"

namespace sallyport::relay {

/// How a SOCKS5 proxy answered, as far as the caller acts on it.
enum class Socks5Outcome {
  kConnected,
  kLoginRejected,  ///< user and password were refused (RFC 1929 §2)
  kLoginWanted,    ///< the proxy takes nobody without a login, and there is none
  kFailed,         ///< see the reason
};
struct Socks5Answer {
  Socks5Outcome outcome = Socks5Outcome::kFailed;
  std::string reason;  ///< a sentence for a person, unless connected
};

/// Asks the SOCKS5 proxy (RFC 1928, RFC 1929) at the other end of `stream` for a connection. Names are sent as names.
/// `credential` is offered only when the proxy chooses that method; null: none is offered.
boost::asio::awaitable<Socks5Answer> connect_through_socks5(Stream& stream, const Host& host, std::uint16_t port,
                                                            const Credential* credential);

}  // namespace sallyport::relay
