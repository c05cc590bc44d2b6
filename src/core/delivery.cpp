#include <algorithm>
#include <string_view>
#include <vector>

#include "core/inherited_proxy.hpp"
#include "sallyport/core/launch_plan.hpp"

namespace sallyport {
namespace {

using Mode = SystemProxyConfiguration::Mode;

/// A proxy in force, as far as the choice depends on it.
struct Server {
  ProxyProtocol protocol = ProxyProtocol::kHttp;
  bool wants_login = false;
};

std::vector<Server> servers_of_system(const ProxySettings& settings, const SystemProxyConfiguration& system) {
  std::vector<Server> servers;
  if (system.mode != Mode::kManual) return servers;
  const auto add = [&](const std::optional<SystemProxyServer>& server) {
    if (!server) return;
    servers.push_back({server->endpoint.protocol, settings.system_proxy.authentication || server->credential});
  };
  add(system.http);
  add(system.https);
  if (servers.empty()) add(system.socks);
  return servers;
}

std::vector<Server> servers_of_environment(const ProxySettings& settings, const Environment& inherited) {
  std::vector<Server> servers;
  for (const std::string_view name : {"http_proxy", "https_proxy"}) {
    const auto proxy = inherited_proxy(inherited, name);
    if (!proxy || !proxy->url) continue;
    servers.push_back({proxy->url->endpoint.protocol, settings.system_proxy.authentication || proxy->url->credential});
  }
  return servers;
}

DeliveryChoice choose_for(const std::vector<Server>& servers) {
  const auto any = [&](const auto& predicate) { return std::any_of(servers.begin(), servers.end(), predicate); };
  if (any([](const Server& server) { return server.wants_login; })) {
    return {Delivery::kRelay, "Through Sallyport: the proxy wants a login, and so apps never see the password."};
  }
  if (any([](const Server& server) { return server.protocol == ProxyProtocol::kSocks5; })) {
    return {Delivery::kRelay, "Through Sallyport: few apps can use a SOCKS5 proxy by themselves."};
  }
  if (any([](const Server& server) { return server.protocol == ProxyProtocol::kHttps; })) {
    return {Delivery::kRelay, "Through Sallyport: few apps can speak TLS to a proxy."};
  }
  return {Delivery::kEnvironment, "In their environment: the proxy asks for nothing that apps cannot do themselves."};
}

}  // namespace

DeliveryChoice choose_delivery(const ProxySettings& settings, const SystemProxyConfiguration& system,
                               const Environment& inherited, bool direct) {
  const InForce in_force = source_in_force(settings, inherited, direct);
  const bool pac = in_force == InForce::kSystem && system.mode == Mode::kAutomatic;
  std::vector<Server> servers;
  if (in_force == InForce::kCustom) {
    servers.push_back({settings.custom_proxy.protocol, settings.custom_proxy.authentication});
  } else if (in_force == InForce::kSystem) {
    servers = servers_of_system(settings, system);
  } else if (in_force == InForce::kEnvironment) {
    servers = servers_of_environment(settings, inherited);
  }
  if (servers.empty() && !pac) {
    return {Delivery::kEnvironment, "In their environment: no proxy is in force, so there is nothing to relay."};
  }
  switch (settings.delivery) {
    case Delivery::kEnvironment:
      return {Delivery::kEnvironment, "In their environment, as the settings say."};
    case Delivery::kRelay:
      return {Delivery::kRelay, "Through Sallyport, as the settings say: apps never see the password."};
    case Delivery::kAuto:
      break;
  }
  if (pac) {
    return {Delivery::kRelay,
            "Through Sallyport: the system chooses a proxy for each address (PAC), which variables cannot express."};
  }
  return choose_for(servers);
}

}  // namespace sallyport
