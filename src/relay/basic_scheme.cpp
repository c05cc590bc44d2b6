#include "relay/basic_scheme.hpp"

#include "sallyport/core/basic_authorization.hpp"

namespace sallyport::relay {
namespace {

class BasicExchange final : public AuthenticationExchange {
 public:
  explicit BasicExchange(std::shared_ptr<const Credential> credential) : credential_(std::move(credential)) {}

  Result<Secret> authorization(const RequestLine&) override {
    if (credential_->username.find(':') != std::string::npos) {
      return failure(ErrorCode::kInvalidValue,
                     "The proxy asks for Basic authentication, which cannot carry a user name with \":\" in it. Enter "
                     "another user name in Sallyport's settings.");
    }
    return basic_authorization(credential_->username, credential_->password.reveal());
  }
  Outcome challenged(const AuthenticationChallenge&) override { return Outcome::kRefused; }

 private:
  std::shared_ptr<const Credential> credential_;
};

}  // namespace

bool BasicScheme::is_continued_by(const AuthenticationChallenge& challenge) const {
  return challenge.scheme == "basic";
}

void BasicScheme::hear(const AuthenticationChallenge&) {}

std::unique_ptr<AuthenticationExchange> BasicScheme::begin(std::shared_ptr<const Credential> credential) {
  return std::make_unique<BasicExchange>(std::move(credential));
}

}  // namespace sallyport::relay
