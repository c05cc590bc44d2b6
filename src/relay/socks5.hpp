#pragma once

#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <string>

#include "relay/proxy_login.hpp"
#include "relay/stream.hpp"
#include "sallyport/core/credentials.hpp"
#include "sallyport/core/host.hpp"
#include "sallyport/core/result.hpp"

namespace sallyport::relay {

/// How a SOCKS5 proxy answered, as far as the caller acts on it.
enum class Socks5Outcome {
  kConnected,
  kLoginRejected,    ///< user and password were refused (RFC 1929 §2)
  kLoginUnanswered,  ///< the proxy ended the connection over it, as some refuse and as any may that breaks
  kLoginWanted,      ///< the proxy takes nobody without a login, and there is none
  kTargetRefused,    ///< the proxy does not connect there (RFC 1928 §6)
  kFailed,           ///< see the reason
};
struct Socks5Answer {
  Socks5Outcome outcome = Socks5Outcome::kFailed;
  std::string reason;  ///< a sentence for a person, unless connected
};

/// Whether the login that went with `pass` is of no use. What has let nobody in yet gets no second try where the proxy
/// may have counted the first.
[[nodiscard]] bool is_login_refused(Socks5Outcome outcome, const ProxyLogin::Pass& pass);

/// Asks the SOCKS5 proxy (RFC 1928, RFC 1929) at the other end of `stream` for a connection. Names are sent as names.
/// `credential` is offered only when the proxy chooses that method; null: none is offered.
boost::asio::awaitable<Socks5Answer> connect_through_socks5(Stream& stream, const Host& host, std::uint16_t port,
                                                            const Credential* credential);

}  // namespace sallyport::relay
