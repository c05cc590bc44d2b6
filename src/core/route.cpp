#include "sallyport/core/route.hpp"

#include <fmt/format.h>

#include "sallyport/core/proxy_url.hpp"
#include "sallyport/core/proxy_variables.hpp"

namespace sallyport {
namespace {

using Mode = SystemProxyConfiguration::Mode;

/// The proxy in force for one request, before its bypass list is looked at.
struct Candidate {
  std::optional<Endpoint> proxy;
  std::string rule;
  std::string reason;
  std::string bypass;
};

Candidate custom_candidate(const RequestTarget& target, const CustomProxySettings& custom) {
  const bool selected = target.is_tls() ? custom.https : custom.http;
  if (!selected) {
    return {std::nullopt, "custom",
            fmt::format("The custom proxy is not used for {} requests.", target.is_tls() ? "HTTPS" : "HTTP"), ""};
  }
  const auto endpoint = custom.endpoint();
  if (!endpoint) return {std::nullopt, "custom", endpoint.error().message, ""};
  return {*endpoint, "custom", "The custom proxy is on.", custom.bypass};
}

Candidate system_candidate(const RequestTarget& target, const SystemProxyConfiguration& system,
                           const std::optional<Endpoint>& pac_answer) {
  const std::string name =
      system.source.empty() ? "The system proxy" : fmt::format("The system proxy ({})", system.source);
  switch (system.mode) {
    case Mode::kAutomatic:
      return {pac_answer, "pac",
              fmt::format("{} is automatic; its PAC file answered {} for this URL.", name,
                          pac_answer ? pac_answer->host_and_port() : "direct"),
              ""};
    case Mode::kManual: {
      const auto& own = target.is_tls() ? system.https : system.http;
      const auto& server = own || system.http || system.https ? own : system.socks;
      if (server) return {server->endpoint, "system", name + " is on.", system.bypass};
      return {std::nullopt, "system",
              fmt::format("{} names no server for {}.", name, target.is_tls() ? "HTTPS" : "HTTP"), ""};
    }
    case Mode::kUnknown:
      return {std::nullopt, "system", system.note.empty() ? "The system proxy is not known." : system.note, ""};
    case Mode::kNone:
      break;
  }
  return {std::nullopt, "system", name + " is off.", ""};
}

Candidate environment_candidate(const RequestTarget& target, const Environment& inherited) {
  const std::string_view name = target.is_tls() ? "https_proxy" : "http_proxy";
  const auto value = proxy_variable(inherited, name);
  if (!value) return {std::nullopt, "environment", fmt::format("The environment has no {}.", name), ""};
  const auto url = parse_proxy_url(*value);
  if (!url) return {std::nullopt, "environment", url.error().message, ""};
  return {url->endpoint, "environment", fmt::format("{} in the environment names it.", name),
          proxy_variable(inherited, "no_proxy").value_or("")};
}

}  // namespace

Route decide_route(const RequestTarget& target, const ProxySettings& settings, const SystemProxyConfiguration& system,
                   const Environment& inherited, const std::optional<BypassList>& bypass,
                   const std::optional<Endpoint>& pac_answer) {
  Candidate candidate;
  switch (source_in_force(settings, inherited, false)) {
    case InForce::kCustom:
      candidate = custom_candidate(target, settings.custom_proxy);
      break;
    case InForce::kSystem:
      candidate = system_candidate(target, system, pac_answer);
      break;
    case InForce::kEnvironment:
      candidate = environment_candidate(target, inherited);
      break;
    case InForce::kNone:
      return {std::nullopt, "none", "The custom and the system proxy are off."};
  }
  if (target.host.is_loopback()) return {std::nullopt, "loopback", "Loopback never uses the proxy."};
  if (!candidate.proxy) return {std::nullopt, candidate.rule, candidate.reason};
  const BypassList list = bypass ? *bypass : BypassList::parse(candidate.bypass, nullptr);
  if (const BypassEntry* entry = list.match(target)) {
    return {std::nullopt, "bypass:" + entry->text,
            fmt::format("{} matches the bypass entry \"{}\".", target.host.to_string(), entry->text)};
  }
  return {candidate.proxy, candidate.rule, candidate.reason};
}

}  // namespace sallyport
