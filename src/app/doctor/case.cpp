#include "app/doctor/case.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sallyport/core/text.hpp"

namespace sallyport {
namespace {

std::optional<FixPlan::SettingsLogin> missing_login(const Settings& settings, const ProxyInForce& proxy,
                                                    const CredentialKey& key) {
  if (!proxy.names(key.proxy) || key.username.find(':') != std::string::npos) return std::nullopt;
  const bool is_custom = proxy.source == InForce::kCustom;
  const bool knows =
      is_custom ? settings.proxy.custom_proxy.authentication : settings.proxy.system_proxy.authentication;
  if (knows) return std::nullopt;
  return FixPlan::SettingsLogin{is_custom ? InForce::kCustom : InForce::kSystem, key.username};
}

}  // namespace

std::string description_of(const std::vector<FixPlan::KeptPassword>& passwords) {
  std::vector<std::string> logins;
  for (const auto& [key, password] : passwords) {
    std::string login = key.description();
    if (std::find(logins.begin(), logins.end(), login) == logins.end()) logins.push_back(std::move(login));
  }
  return enumeration(logins);
}

std::string other_user(const Settings& settings, const ProxyInForce& proxy, const CredentialKey& key) {
  if (!proxy.names(key.proxy)) return {};
  const auto of = [&](const auto& side) {
    return side.authentication && side.username != key.username ? side.username : std::string();
  };
  return proxy.source == InForce::kCustom ? of(settings.proxy.custom_proxy) : of(settings.proxy.system_proxy);
}

void add_login(FixPlan& plan, FixPlan::SettingsLogin login) {
  const std::string_view proxy = login.proxy == InForce::kCustom ? "custom" : "system";
  plan.offer.description +=
      fmt::format(" Sallyport's settings then say that the {} proxy wants a login, as {}.", proxy, login.username);
  plan.offer.diff +=
      fmt::format("--- Sallyport's settings\n+{0}_proxy.authentication = true\n+{0}_proxy.username = \"{1}\"\n", proxy,
                  login.username);
  plan.login = std::move(login);
}

void add_missing_login(FixPlan& plan, const Examination& examination) {
  for (const auto& [key, password] : plan.passwords) {
    auto login = missing_login(examination.settings, examination.proxy, key);
    if (login) return add_login(plan, *std::move(login));
  }
}

}  // namespace sallyport
