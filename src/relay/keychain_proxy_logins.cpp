#include "relay/keychain_proxy_logins.hpp"

#include <algorithm>
#include <utility>

namespace sallyport::relay {

KeychainProxyLogins::KeychainProxyLogins(LoginPorts ports) : ports_(std::move(ports)) {}

KeychainProxyLogins::~KeychainProxyLogins() { stop(); }

void KeychainProxyLogins::set_rules(const RelayRules& rules) {
  rules_ = {rules.settings, rules.system.clone(), rules.inherited};
  for (const auto& login : logins_) login->set_source(credential_source(rules_, login->proxy()));
}

std::shared_ptr<ProxyLogin> KeychainProxyLogins::at(const Endpoint& proxy) {
  const auto known =
      std::find_if(logins_.begin(), logins_.end(), [&](const auto& login) { return login->proxy() == proxy; });
  if (known != logins_.end()) return *known;
  logins_.push_back(std::make_shared<KeychainProxyLogin>(proxy, credential_source(rules_, proxy), ports_, worker_));
  return logins_.back();
}

void KeychainProxyLogins::stop() {
  for (const auto& login : logins_) login->stop();
  worker_.stop();
}

}  // namespace sallyport::relay
