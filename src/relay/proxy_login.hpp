#pragma once

#include <boost/asio/awaitable.hpp>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "relay/request_line.hpp"
#include "sallyport/core/credentials.hpp"
#include "sallyport/core/endpoint.hpp"
#include "sallyport/ports/relay_host.hpp"

namespace sallyport::relay {

/// Signing in at one proxy, for all requests of one relay.
///
/// Nothing is sent before the proxy has asked; afterwards the answer goes with every request. A credential that met a
/// 407 is rejected: nobody sends it again until it has changed. At most one attempt that is not proven is under way, in
/// all relays of the user; other requests wait for its outcome, though not for ever. One thread: the relay's.
class ProxyLogin {
 public:
  /// What one request sends. Gone without an answer, it leaves things as they were.
  class Pass {
   public:
    virtual ~Pass() = default;
    /// The value of Proxy-Authorization; empty: the header is not sent.
    [[nodiscard]] virtual std::string_view authorization() const = 0;
    /// What a SOCKS5 proxy may be offered; null: nothing. Lives as long as the pass.
    [[nodiscard]] virtual const Credential* credential() const = 0;
    /// Whether the proxy has let this credential in before.
    [[nodiscard]] virtual bool is_proven() const = 0;
  };

  enum class Next {
    kPassOn,   ///< the response is the client's
    kAgain,    ///< drop the response and send the request again, with a new pass
    kExplain,  ///< the client gets `Verdict::status` with `Verdict::reason`
  };
  struct Verdict {
    Next next = Next::kPassOn;
    std::string reason;  ///< for kExplain: sentences for a person, without a secret
    /// For kAgain: what to send now, on this same connection (NTLM and Negotiate take several legs, RFC 4559 §5). Null:
    /// ask `before` again; any connection will do.
    std::unique_ptr<Pass> next_leg = nullptr;
    /// For kExplain: 407, or 503 while the keychain does not say what it holds.
    unsigned status = 407;
  };

  virtual ~ProxyLogin() = default;

  /// Whether it is known what the proxy asks for, or that it lets requests for `authority` through: some hosts may be
  /// free. While it is not, a request whose body cannot be sent twice waits for one without a body to find out.
  [[nodiscard]] virtual bool knows_what_is_asked(std::string_view authority) const = 0;
  /// Waits for the keychain, and for another request's attempt that is not proven yet.
  virtual boost::asio::awaitable<std::unique_ptr<Pass>> before(const RequestLine& request) = 0;
  /// `challenges`: the values of every Proxy-Authenticate field of a 407, empty for other statuses. A SOCKS5 proxy that
  /// refused the login, or wanted one, counts as 407 without challenges; one that connected as 200.
  virtual boost::asio::awaitable<Verdict> after(std::unique_ptr<Pass> pass, unsigned status,
                                                std::span<const std::string> challenges) = 0;
};

/// The logins of one relay, by proxy. One thread: the relay's.
class ProxyLogins {
 public:
  virtual ~ProxyLogins() = default;
  /// Which credentials there are, for new requests. Forgets what was learnt about credentials, so that a changed one is
  /// read again; not what the proxies ask for.
  virtual void set_rules(const RelayRules& rules) = 0;
  /// Lives as long as this object; the same one for the same endpoint.
  [[nodiscard]] virtual std::shared_ptr<ProxyLogin> at(const Endpoint& proxy) = 0;
  /// Gives up the questions to the keychain that are under way and returns once nothing more can come of them: to be
  /// called before the io_context goes on which requests wait for them.
  virtual void stop() = 0;
};

}  // namespace sallyport::relay
