// The relay alone, with nothing around it, for measurements.
//   relay [PROXY_HOST:PORT [AUTHORIZATION]]
// Prints its port and serves until its standard input ends.
#include <cstdio>
#include <string>

#include "platform/listener_options.hpp"
#include "relay/loopback_relay.hpp"
#include "support/fake_peer_admission.hpp"
#include "support/fake_proxy_logins.hpp"
#include "support/fake_system_proxy.hpp"
#include "support/fake_tls.hpp"

int main(int argc, char** argv) {
  using namespace sallyport;
  RelayRules rules;
  rules.settings.system_proxy.enabled = false;
  if (argc > 1) {
    const auto proxy = parse_endpoint(argv[1]);
    if (!proxy) return 2;
    rules.settings.custom_proxy.enabled = true;
    rules.settings.custom_proxy.host = proxy->host;
    rules.settings.custom_proxy.port = proxy->port;
  }
  FakeSystemProxy system_proxy;
  FakeTls tls;
  FakePeerAdmission admission;
  relay::FakeProxyLogins logins(argc > 2 ? argv[2] : "");
  relay::LoopbackRelay relay({.system_proxy = system_proxy,
                              .tls = tls,
                              .admission = admission,
                              .logins = logins,
                              .prepare_listener = set_listener_options});
  const auto port = relay.open(std::move(rules), 0);
  if (!port) {
    std::fprintf(stderr, "%s\n", port.error().message.c_str());
    return 1;
  }
  std::printf("%d\n", *port);
  std::fflush(stdout);
  while (std::getchar() != EOF) {
  }
  return 0;
}
