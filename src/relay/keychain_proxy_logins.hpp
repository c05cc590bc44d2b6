#pragma once

#include <memory>
#include <vector>

#include "relay/keychain_proxy_login.hpp"
#include "relay/proxy_login.hpp"

namespace sallyport::relay {

/// Logins with what the keychain holds, for one relay. Must outlive the coroutines that use it.
class KeychainProxyLogins final : public ProxyLogins {
 public:
  /// What `ports` names outlives this.
  explicit KeychainProxyLogins(LoginPorts ports);
  ~KeychainProxyLogins() override;
  KeychainProxyLogins(const KeychainProxyLogins&) = delete;
  KeychainProxyLogins& operator=(const KeychainProxyLogins&) = delete;

  void set_rules(const RelayRules& rules) override;
  [[nodiscard]] std::shared_ptr<ProxyLogin> at(const Endpoint& proxy) override;
  void stop() override;

 private:
  LoginPorts ports_;
  KeychainWorker worker_;
  RelayRules rules_;
  std::vector<std::shared_ptr<KeychainProxyLogin>> logins_;  ///< one or two
};

}  // namespace sallyport::relay
