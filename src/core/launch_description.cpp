#include <fmt/format.h>

#include "sallyport/core/bypass_list.hpp"
#include "sallyport/core/launch_plan.hpp"
#include "sallyport/core/proxy_variables.hpp"

namespace sallyport {
namespace {

using Mode = SystemProxyConfiguration::Mode;

std::string proxies(const LaunchPlan& plan) {
  const auto& http = plan.http_proxy;
  const auto& https = plan.https_proxy;
  if (http == https) return http->host_and_port();
  if (http && https) return fmt::format("{} for HTTP and {} for HTTPS", http->host_and_port(), https->host_and_port());
  if (http) return http->host_and_port() + " for HTTP requests only";
  return https->host_and_port() + " for HTTPS requests only";
}

std::string source(const LaunchPlan& plan, const ProxySettings& settings, const SystemProxyConfiguration& system) {
  switch (plan.in_force) {
    case InForce::kCustom:
      return settings.system_proxy.enabled ? "custom proxy; the system proxy is not used" : "custom proxy";
    case InForce::kSystem:
      return system.source.empty() ? "system proxy" : "system proxy, " + system.source;
    case InForce::kEnvironment:
      return "from the environment";
    case InForce::kNone:
      break;
  }
  return "none";
}

std::string bypass_sentence(const LaunchPlan& plan, const ProxySettings& settings,
                            const SystemProxyConfiguration& system) {
  if (plan.in_force != InForce::kCustom && plan.in_force != InForce::kSystem) return "";
  const std::string& text = plan.in_force == InForce::kCustom ? settings.custom_proxy.bypass : system.bypass;
  const auto count = BypassList::parse(text, nullptr).entries().size();
  if (count == 0) return "";
  return count == 1 ? " 1 host bypasses it." : fmt::format(" {} hosts bypass it.", count);
}

std::string login(const LaunchPlan& plan, const ProxySettings& settings) {
  if (!plan.username.empty()) return ", signed in as " + plan.username;
  const bool wanted = plan.in_force == InForce::kCustom   ? settings.custom_proxy.authentication
                      : plan.in_force == InForce::kSystem ? settings.system_proxy.authentication
                                                          : false;
  return wanted ? ", but no password is stored for it" : "";
}

}  // namespace

std::string describe(const LaunchPlan& plan, const ProxySettings& settings, const SystemProxyConfiguration& system) {
  if (plan.http_proxy || plan.https_proxy) {
    return fmt::format("Apps started now use {} ({}){}.{}", proxies(plan), source(plan, settings, system),
                       login(plan, settings), bypass_sentence(plan, settings, system));
  }
  if (plan.in_force != InForce::kSystem) return "Apps started now use no proxy; proxy variables are removed.";
  switch (system.mode) {
    case Mode::kAutomatic:
      if (plan.delivery == Delivery::kRelay) {
        return fmt::format("Apps started now use the proxy that the system names for each address ({}PAC).",
                           system.source.empty() ? "" : system.source + ", ");
      }
      return "Apps started now use no proxy: the system proxy is automatic (PAC), which an environment cannot express.";
    case Mode::kUnknown:
      return "Apps started now use no proxy: " +
             (system.note.empty() ? std::string("the system proxy is not known.") : system.note);
    case Mode::kManual:
      return "Apps started now use no proxy: the system proxy is on, but names no server.";
    case Mode::kNone:
      break;
  }
  return fmt::format("Apps started now use no proxy: the system proxy{} is off.",
                     system.source.empty() ? "" : " (" + system.source + ")");
}

}  // namespace sallyport
