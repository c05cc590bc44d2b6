#include "app/doctor/case.hpp"

#include <fmt/format.h>

namespace sallyport {

std::string description_of(const std::vector<FixPlan::KeptPassword>& passwords) {
  std::string text;
  for (const auto& [key, password] : passwords) {
    const std::string each = key.description();
    if (text.find(each) == std::string::npos) text += text.empty() ? each : ", and " + each;
  }
  return text;
}

std::optional<FixPlan::SettingsLogin> missing_login(const Settings& settings, const ProxyInForce& proxy,
                                                    const CredentialKey& key) {
  if (!proxy.names(key.proxy) || key.username.find(':') != std::string::npos) return std::nullopt;
  const bool is_custom = proxy.source == InForce::kCustom;
  const bool knows =
      is_custom ? settings.proxy.custom_proxy.authentication : settings.proxy.system_proxy.authentication;
  if (knows) return std::nullopt;
  return FixPlan::SettingsLogin{is_custom ? InForce::kCustom : InForce::kSystem, key.username};
}

std::string other_user(const Settings& settings, const ProxyInForce& proxy, const CredentialKey& key) {
  if (!proxy.names(key.proxy)) return {};
  const auto of = [&](const auto& side) {
    return side.authentication && side.username != key.username ? side.username : std::string();
  };
  return proxy.source == InForce::kCustom ? of(settings.proxy.custom_proxy) : of(settings.proxy.system_proxy);
}

void add_login(FixPlan& plan, const Examination& examination) {
  for (const auto& [key, password] : plan.passwords) {
    plan.login = missing_login(examination.settings, examination.proxy, key);
    if (!plan.login) continue;
    const std::string_view section = plan.login->proxy == InForce::kCustom ? "custom_proxy" : "system_proxy";
    plan.offer.description +=
        fmt::format(" Sallyport's settings then say that the proxy wants a login, as {}.", plan.login->username);
    plan.offer.diff += fmt::format("--- Sallyport's settings\n+{0}.authentication = true\n+{0}.username = \"{1}\"\n",
                                   section, plan.login->username);
    return;
  }
}

}  // namespace sallyport
