#pragma once

#include "relay/authentication_scheme.hpp"

namespace sallyport::relay {

/// Basic (RFC 7617), in UTF-8 whether the proxy asks for it or not (§2.1).
class BasicScheme final : public AuthenticationScheme {
 public:
  [[nodiscard]] bool is_continued_by(const AuthenticationChallenge& challenge) const override;
  void hear(const AuthenticationChallenge& challenge) override;
  [[nodiscard]] std::unique_ptr<AuthenticationExchange> begin(std::shared_ptr<const Credential> credential) override;
};

}  // namespace sallyport::relay
