#pragma once

#include "sallyport/ports/connection_checker.hpp"
#include "sallyport/ports/credential_store.hpp"
#include "sallyport/ports/digest_hash.hpp"
#include "sallyport/ports/rejected_credentials.hpp"
#include "sallyport/ports/system_proxy.hpp"
#include "sallyport/ports/tls.hpp"

namespace sallyport::relay {

/// What a check acts through; it outlives the check.
struct CheckPorts {
  SystemProxy& system_proxy;
  Tls& tls;
  DigestHash& hash;
  CredentialStore& credentials;
  RejectedCredentials& rejected;
};

/// Checks with the parts that the relay itself is made of.
class ConnectionCheck final : public ConnectionChecker {
 public:
  explicit ConnectionCheck(CheckPorts ports) : ports_(ports) {}

  [[nodiscard]] CheckReport check(const CheckRequest& request, const Observer& observer,
                                  const std::stop_token& stop) override;

 private:
  CheckPorts ports_;
};

}  // namespace sallyport::relay
