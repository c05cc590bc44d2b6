#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "relay/authentication_scheme.hpp"

namespace sallyport::relay {

/// Digest (RFC 7616) with MD5 and SHA-256, also as -sess; with qop `auth`, or without qop as RFC 2069 had it.
///
/// A proxy may insist that the counts of a nonce arrive in their order, which requests on different connections do not.
/// So a nonce is used by one request at a time as long as the proxy has handed out enough of them.
class DigestScheme final : public AuthenticationScheme {
 public:
  /// Empty for a challenge that cannot be answered: another algorithm, only qop `auth-int`, no realm or no nonce.
  [[nodiscard]] static std::optional<DigestHash::Algorithm> algorithm_of(const AuthenticationChallenge& challenge);

  /// `challenge` can be answered.
  DigestScheme(const AuthenticationChallenge& challenge, const AuthenticationTools& tools);

  [[nodiscard]] bool is_continued_by(const AuthenticationChallenge& challenge) const override;
  void hear(const AuthenticationChallenge& challenge) override;
  [[nodiscard]] std::unique_ptr<AuthenticationExchange> begin(std::shared_ptr<const Credential> credential) override;

 private:
  class Exchange;
  struct Nonce {
    std::string value;
    std::optional<std::string> opaque;
    bool has_qop = false;
    std::string cnonce;
    std::uint32_t count = 0;  ///< of the last request that used it
    int users = 0;            ///< requests under way
  };
  struct Space {
    DigestHash& hash;
    DigestHash::Algorithm algorithm;
    std::string algorithm_name;  ///< as the proxy wrote it; empty when it did not
    bool session = false;
    std::string realm;
    std::vector<std::shared_ptr<Nonce>> nonces;  ///< oldest first; at least one
  };

  AuthenticationTools tools_;
  std::shared_ptr<Space> space_;
};

}  // namespace sallyport::relay
