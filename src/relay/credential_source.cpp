#include "relay/credential_source.hpp"

#include <algorithm>

#include "sallyport/core/credential_command.hpp"
#include "sallyport/core/launch_plan.hpp"
#include "sallyport/core/proxy_url.hpp"
#include "sallyport/core/proxy_variables.hpp"

namespace sallyport::relay {
namespace {

using Mode = SystemProxyConfiguration::Mode;

std::shared_ptr<const Credential> shared(const Credential& credential) {
  return std::make_shared<const Credential>(credential.clone());
}

std::shared_ptr<const Credential> given_by(const SystemProxyConfiguration& system, const Endpoint& proxy) {
  if (system.mode != Mode::kManual) return nullptr;
  for (const auto* server : {&system.http, &system.https, &system.socks}) {
    if (*server && (*server)->endpoint == proxy && (*server)->credential) return shared(*(*server)->credential);
  }
  return nullptr;
}

std::shared_ptr<const Credential> given_by(const Environment& environment, const Endpoint& proxy) {
  for (const char* name : {"http_proxy", "https_proxy"}) {
    const auto value = proxy_variable(environment, name);
    if (!value) continue;
    const auto url = parse_proxy_url(*value);
    if (url && url->endpoint == proxy && url->credential) return shared(*url->credential);
  }
  return nullptr;
}

}  // namespace

CredentialSource credential_source(const RelayRules& rules, const Endpoint& proxy) {
  CredentialSource source;
  const InForce in_force = source_in_force(rules.settings, rules.inherited, false);
  const auto needed = credentials_needed(rules.settings, rules.system, rules.inherited, false);
  const auto own =
      std::find_if(needed.begin(), needed.end(), [&](const auto& credential) { return credential.key.proxy == proxy; });
  const SystemProxySettings& system = rules.settings.system_proxy;
  if (own != needed.end()) {
    source.stored = own->key;
  } else if (in_force == InForce::kSystem && rules.system.mode == Mode::kAutomatic && system.authentication) {
    source.stored = CredentialKey{proxy, system.username};
  }
  source.store_command = credential_command(in_force, proxy);
  if (in_force == InForce::kSystem) source.given = given_by(rules.system, proxy);
  if (in_force == InForce::kEnvironment) source.given = given_by(rules.inherited, proxy);
  return source;
}

}  // namespace sallyport::relay
