#pragma once

#include <memory>

#include "platform/native_adapters.hpp"
#include "platform/rejected_credential_files.hpp"
#include "relay/keychain_proxy_logins.hpp"
#include "relay/loopback_relay.hpp"
#include "sallyport/ports/credential_store.hpp"
#include "sallyport/ports/password_needed.hpp"
#include "sallyport/ports/paths.hpp"
#include "sallyport/ports/relay_host.hpp"
#include "sallyport/ports/request_observer.hpp"
#include "sallyport/ports/system_proxy.hpp"

namespace sallyport {

/// The relay beside one client, with what it acts through.
class ClientRelay final : public RelayHost {
 public:
  struct Surroundings {
    CredentialStore& credentials;
    SystemProxy& system_proxy;
    Paths& paths;
  };

  /// See RelayMaker.
  ClientRelay(const Surroundings& around, Admission admit, ProcessId waiter, RequestObserver& observer,
              AskUser ask_user);

  Result<std::uint16_t> open(RelayRules rules, std::uint16_t port) override {
    return relay_.open(std::move(rules), port);
  }
  void set_rules(RelayRules rules) override { relay_.set_rules(std::move(rules)); }
  [[nodiscard]] std::string_view admission_method() const override { return relay_.admission_method(); }
  void close() override { relay_.close(); }

 private:
  std::unique_ptr<TlsAdapters> tls_ = make_tls();
  std::unique_ptr<PeerAdmission> admission_;
  RejectedCredentialFiles rejected_;
  relay::KeychainProxyLogins logins_;
  relay::LoopbackRelay relay_;
};

}  // namespace sallyport
