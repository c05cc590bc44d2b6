#pragma once

#include <map>
#include <memory>
#include <string>
#include <utility>

#include "relay/proxy_login.hpp"

namespace sallyport::relay {

/// Signs in with one header value, once it was asked for; what comes back refused is explained.
class FakeProxyLogins final : public ProxyLogins {
 public:
  explicit FakeProxyLogins(std::string authorization = {}) : authorization_(std::move(authorization)) {}

  void forget() { logins_.clear(); }
  void set_rules(const RelayRules&) override {}
  void stop() override {}
  std::shared_ptr<ProxyLogin> at(const Endpoint& proxy) override {
    auto& login = logins_[proxy];
    if (!login) login = std::make_shared<Login>(authorization_);
    return login;
  }

 private:
  class HeaderPass final : public ProxyLogin::Pass {
   public:
    explicit HeaderPass(std::string authorization) : authorization_(std::move(authorization)) {}
    std::string_view authorization() const override { return authorization_; }
    const Credential* credential() const override { return nullptr; }
    bool is_proven() const override { return false; }

   private:
    std::string authorization_;
  };

  class Login final : public ProxyLogin {
   public:
    explicit Login(std::string authorization) : authorization_(std::move(authorization)) {}
    bool knows_what_is_asked(std::string_view /*authority*/) const override { return known_; }
    boost::asio::awaitable<std::unique_ptr<ProxyLogin::Pass>> before(const RequestLine&) override {
      co_return std::make_unique<HeaderPass>(asked_ ? authorization_ : std::string());
    }
    boost::asio::awaitable<Verdict> after(std::unique_ptr<ProxyLogin::Pass> pass, unsigned status,
                                          std::span<const std::string>) override {
      known_ = true;
      Verdict verdict;
      if (status == 407) {
        asked_ = true;
        const bool was_sent = !pass->authorization().empty();
        verdict.next = was_sent || authorization_.empty() ? Next::kExplain : Next::kAgain;
        verdict.reason = "The proxy refused the login.";
      }
      co_return verdict;
    }

   private:
    std::string authorization_;
    bool known_ = false;
    bool asked_ = false;
  };

  std::string authorization_;
  std::map<Endpoint, std::shared_ptr<ProxyLogin>> logins_;
};

}  // namespace sallyport::relay
