#include "sallyport/core/route.hpp"

#include <fmt/format.h>

#include "sallyport/core/proxy_url.hpp"
#include "sallyport/core/proxy_variables.hpp"

namespace sallyport {
namespace {

using Mode = SystemProxyConfiguration::Mode;

std::string_view word_for(bool tls) { return tls ? "HTTPS" : "HTTP"; }

}  // namespace

RouteRules::RouteRules(const ProxySettings& settings, const SystemProxyConfiguration& system,
                       const Environment& inherited, std::optional<BypassList> asked) {
  const InForce in_force = source_in_force(settings, inherited, false);
  source_ = to_string(in_force);
  switch (in_force) {
    case InForce::kCustom:
      use_custom(settings.custom_proxy);
      break;
    case InForce::kSystem:
      use_system(system);
      break;
    case InForce::kEnvironment:
      use_environment(inherited);
      break;
    case InForce::kNone:
      return;
  }
  bypass_source_ = source_;
  if (!asked) return;
  bypass_ = *std::move(asked);
  bypass_source_ = "argument";
  bypass_owner_ = "the list that was asked about";
}

void RouteRules::use_custom(const CustomProxySettings& custom) {
  const auto endpoint = custom.endpoint();
  for (const bool tls : {false, true}) {
    Candidate& candidate = tls ? tls_ : plain_;
    if (!(tls ? custom.https : custom.http)) {
      candidate.reason = fmt::format("The custom proxy is not used for {} requests.", word_for(tls));
    } else if (!endpoint) {
      candidate.reason = endpoint.error().message;
    } else {
      candidate = {*endpoint, "The custom proxy is on."};
    }
  }
  bypass_ = BypassList::parse(custom.bypass, nullptr);
  bypass_owner_ = "the custom proxy";
}

void RouteRules::use_system(const SystemProxyConfiguration& system) {
  const std::string_view source = system.source;
  const std::string name = source.empty() ? "The system proxy" : fmt::format("The system proxy ({})", source);
  if (system.mode == Mode::kAutomatic) {
    source_ = "pac";
    automatic_ = true;
    automatic_name_ = name;
    return;
  }
  const auto none = [&] {
    if (system.mode != Mode::kUnknown) return name + " is off.";
    return system.note.empty() ? std::string("The system proxy is not known.") : system.note;
  };
  for (const bool tls : {false, true}) {
    Candidate& candidate = tls ? tls_ : plain_;
    if (system.mode != Mode::kManual) {
      candidate.reason = none();
      continue;
    }
    const auto& own = tls ? system.https : system.http;
    const auto& server = own || system.http || system.https ? own : system.socks;
    candidate.reason = server ? name + " is on." : fmt::format("{} names no server for {}.", name, word_for(tls));
    if (server) candidate.proxy = server->endpoint;
  }
  bypass_ = BypassList::parse(system.bypass, nullptr);
  bypass_owner_ = source.empty() ? "the system proxy" : fmt::format("the system proxy ({})", source);
}

void RouteRules::use_environment(const Environment& inherited) {
  for (const bool tls : {false, true}) {
    const std::string_view name = tls ? "https_proxy" : "http_proxy";
    Candidate& candidate = tls ? tls_ : plain_;
    const auto value = proxy_variable(inherited, name);
    if (!value) {
      candidate.reason = fmt::format("The environment has no {}.", name);
    } else if (const auto url = parse_proxy_url(*value)) {
      candidate = {url->endpoint, fmt::format("{} in the environment names it.", name)};
    } else {
      candidate.reason = url.error().message;
    }
  }
  bypass_ = BypassList::parse(proxy_variable(inherited, "no_proxy").value_or(""), nullptr);
  bypass_owner_ = "no_proxy in the environment";
}

Route RouteRules::decide(const RequestTarget& target, const std::optional<Endpoint>& pac_answer) const {
  const Candidate& candidate = target.is_tls() ? tls_ : plain_;
  if (source_ == "none") return {std::nullopt, "none", candidate.reason, source_};
  if (target.host.is_loopback()) return {std::nullopt, "loopback", "Loopback never uses the proxy.", "built-in"};
  const std::optional<Endpoint>& proxy = automatic_ ? pac_answer : candidate.proxy;
  if (const BypassEntry* entry = proxy ? bypass_.match(target) : nullptr) {
    return {
        std::nullopt, "bypass:" + entry->text,
        fmt::format("{} matches the bypass entry \"{}\" of {}.", target.host.to_string(), entry->text, bypass_owner_),
        bypass_source_};
  }
  if (!automatic_) return {proxy, std::string(source_), candidate.reason, source_};
  return {proxy, "pac",
          fmt::format("{} is automatic; its PAC file answered {} for this URL.", automatic_name_,
                      proxy ? proxy->host_and_port() : "direct"),
          source_};
}

}  // namespace sallyport
