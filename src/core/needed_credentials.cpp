#include <algorithm>

#include "core/inherited_proxy.hpp"
#include "sallyport/core/launch_plan.hpp"
#include "sallyport/core/proxy_variables.hpp"

namespace sallyport {
namespace {

using Mode = SystemProxyConfiguration::Mode;

void need(std::vector<NeededCredential>& needed, const Endpoint& endpoint, const std::string& username, bool required) {
  CredentialKey key{endpoint, username};
  const bool known =
      std::any_of(needed.begin(), needed.end(), [&](const NeededCredential& other) { return other.key == key; });
  if (!known) needed.push_back({std::move(key), required});
}

}  // namespace

std::string_view to_string(InForce in_force) {
  switch (in_force) {
    case InForce::kCustom:
      return "custom";
    case InForce::kSystem:
      return "system";
    case InForce::kEnvironment:
      return "environment";
    case InForce::kNone:
      break;
  }
  return "none";
}

InForce source_in_force(const ProxySettings& settings, const Environment& inherited, bool direct) {
  if (direct) return InForce::kNone;
  if (settings.custom_proxy.enabled) return InForce::kCustom;
  if (!settings.system_proxy.enabled) return InForce::kNone;
  return settings.system_proxy.respect_environment && names_proxy(inherited) ? InForce::kEnvironment : InForce::kSystem;
}

std::vector<NeededCredential> credentials_needed(const ProxySettings& settings, const SystemProxyConfiguration& system,
                                                 const Environment& inherited, bool direct) {
  std::vector<NeededCredential> needed;
  const SystemProxySettings& own = settings.system_proxy;
  switch (source_in_force(settings, inherited, direct)) {
    case InForce::kCustom:
      if (const auto endpoint = settings.custom_proxy.endpoint(); endpoint && settings.custom_proxy.authentication) {
        need(needed, *endpoint, settings.custom_proxy.username, true);
      }
      break;
    case InForce::kSystem: {
      if (!own.authentication || system.mode != Mode::kManual) break;
      const bool socks_only = !system.http && !system.https;
      for (const auto* server : {&system.http, &system.https, &system.socks}) {
        if (!*server || (server == &system.socks && !socks_only)) continue;
        need(needed, (*server)->endpoint, own.username, !(*server)->credential);
      }
      break;
    }
    case InForce::kEnvironment:
      if (!own.authentication) break;
      for (const std::string_view name : {"http_proxy", "https_proxy"}) {
        const auto proxy = inherited_proxy(inherited, name);
        if (proxy && proxy->url && !proxy->url->credential) need(needed, proxy->url->endpoint, own.username, false);
      }
      break;
    case InForce::kNone:
      break;
  }
  return needed;
}

}  // namespace sallyport
