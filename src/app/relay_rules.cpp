#include "app/relay_rules.hpp"

#include <tuple>

namespace sallyport {
namespace {

bool are_equal(const std::optional<SystemProxyServer>& a, const std::optional<SystemProxyServer>& b) {
  if (!a || !b) return a.has_value() == b.has_value();
  if (a->endpoint != b->endpoint || a->credential.has_value() != b->credential.has_value()) return false;
  return !a->credential || (a->credential->username == b->credential->username &&
                            a->credential->password.equals(b->credential->password));
}

bool are_equal(const SystemProxyConfiguration& a, const SystemProxyConfiguration& b) {
  return std::tie(a.mode, a.source, a.bypass, a.pac_url) == std::tie(b.mode, b.source, b.bypass, b.pac_url) &&
         are_equal(a.http, b.http) && are_equal(a.https, b.https) && are_equal(a.socks, b.socks);
}

}  // namespace

RelayRules clone(const RelayRules& rules) { return {rules.settings, rules.system.clone(), rules.inherited}; }

bool are_equal(const RelayRules& a, const RelayRules& b) {
  return a.settings == b.settings && are_equal(a.system, b.system) &&
         a.inherited.variables() == b.inherited.variables();
}

}  // namespace sallyport
