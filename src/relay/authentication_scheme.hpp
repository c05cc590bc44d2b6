#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "relay/authentication_challenge.hpp"
#include "relay/request_line.hpp"
#include "sallyport/core/credentials.hpp"
#include "sallyport/core/result.hpp"
#include "sallyport/ports/digest_hash.hpp"

namespace sallyport::relay {

/// How one request signs in. Schemes of several legs (NTLM, Negotiate) keep the state of their connection here.
class AuthenticationExchange {
 public:
  virtual ~AuthenticationExchange() = default;

  /// The value of Proxy-Authorization for the request, or for the next leg of it, whose request line is empty because
  /// no scheme of several legs depends on it. kInvalidValue: the scheme cannot
  /// carry this user; kUnsupported: the system has not what the scheme needs.
  [[nodiscard]] virtual Result<Secret> authorization(const RequestLine& request) = 0;

  enum class Outcome {
    kRefused,  ///< the proxy does not take user and password
    kStale,    ///< they were not judged: what the proxy had handed out for the answer is too old. A new exchange may go
               ///< on
    kNextLeg,  ///< `authorization` has what comes next, on the same connection
  };
  /// A 407 came to what was sent. `challenge` continues the scheme.
  [[nodiscard]] virtual Outcome challenged(const AuthenticationChallenge& challenge) = 0;
};

/// A way to sign in at one proxy (RFC 9110 §11), with what the proxy's challenges said. One thread. Exchanges may live
/// longer.
class AuthenticationScheme {
 public:
  virtual ~AuthenticationScheme() = default;

  /// Whether it is this scheme, in the same protection space, that is asked for; else it is to be made anew.
  [[nodiscard]] virtual bool is_continued_by(const AuthenticationChallenge& challenge) const = 0;
  /// Takes over what a challenge that continues this scheme has to say.
  virtual void hear(const AuthenticationChallenge& challenge) = 0;
  /// `credential` is kept as long as the exchange lives.
  [[nodiscard]] virtual std::unique_ptr<AuthenticationExchange> begin(std::shared_ptr<const Credential> credential) = 0;
};

/// What schemes are made of beside challenges.
struct AuthenticationTools {
  DigestHash& hash;
  std::function<std::string()> random_token;  ///< 128 bits or more that nobody can guess, in hexadecimal
};

/// What a proxy offers.
struct SchemeOffer {
  const AuthenticationChallenge* strongest = nullptr;  ///< of those that are known: Digest SHA-256, Digest MD5, Basic
  std::vector<std::string> unknown;                    ///< the names of the others, each once, fit to be shown
};
[[nodiscard]] SchemeOffer judge_offer(std::span<const AuthenticationChallenge> challenges);

/// The scheme of a challenge that `judge_offer` chose.
[[nodiscard]] std::unique_ptr<AuthenticationScheme> make_scheme(const AuthenticationChallenge& challenge,
                                                                const AuthenticationTools& tools);

/// The schemes that a login chooses from.
struct AuthenticationSchemes {
  std::function<SchemeOffer(std::span<const AuthenticationChallenge>)> judge;
  std::function<std::unique_ptr<AuthenticationScheme>(const AuthenticationChallenge&)> make;
};
/// Digest and Basic. `hash` outlives them.
[[nodiscard]] AuthenticationSchemes known_schemes(DigestHash& hash);

/// From the system's own random numbers.
[[nodiscard]] std::string random_token();

}  // namespace sallyport::relay
