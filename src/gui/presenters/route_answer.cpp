#include "presenters/route_answer.hpp"

#include <fmt/format.h>

#include <string_view>

#include "sallyport/core/shown_url.hpp"

namespace sallyport {
namespace {

std::string system_settings(const SystemProxyConfiguration& system) {
  return system.source.empty() ? "the system's proxy settings"
                               : fmt::format("the system's proxy settings ({})", system.source);
}

std::string source_of(const RouteExplanation& explained) {
  const std::string_view source = explained.route.source;
  const bool is_entry = explained.route.rule.starts_with("bypass:");
  if (source == "custom") {
    return is_entry ? "The entry comes from the bypass list of the custom proxy, on the page Proxy."
                    : "The rule comes from the custom proxy, on the page Proxy.";
  }
  if (source == "system") {
    return fmt::format("The {} {}.", is_entry ? "entry comes from the exceptions in" : "rule comes from",
                       system_settings(explained.system));
  }
  if (source == "environment") {
    return is_entry ? "The entry comes from the variable NO_PROXY in the environment."
                    : "The rule comes from the proxy variables in the environment.";
  }
  if (source == "pac") {
    return explained.system.pac_url.empty() ? "The rule comes from a proxy script (PAC) that the network named."
                                            : fmt::format("The rule comes from the system's proxy script (PAC), {}.",
                                                          shown_url(explained.system.pac_url));
  }
  return source == "none" ? "The rule comes from the switches on the page Proxy." : "The rule is built in.";
}

std::string way_through(const Endpoint& proxy) {
  return fmt::format("Through the proxy {}",
                     proxy.protocol == ProxyProtocol::kHttp ? proxy.host_and_port() : proxy.url());
}

}  // namespace

RouteAnswer make_route_answer(const Result<RouteExplanation>& explained) {
  using Kind = RouteAnswer::Kind;
  if (!explained) {
    const Error& error = explained.error();
    return {error.code == ErrorCode::kInvalidValue ? Kind::kBadUrl : Kind::kUnknown, error.message, {}, {}};
  }
  const ProgramRoute& route = explained->route;
  RouteAnswer answer{route.direct ? Kind::kDirect : Kind::kProxy, "Directly, without a proxy", route.reason,
                     source_of(*explained)};
  if (!route.direct) answer.way = route.proxy ? way_through(*route.proxy) : "Through the proxy";
  return answer;
}

std::string name_of_asker(std::optional<NoProxyReader> program) {
  return program ? std::string(display_name(*program)) : "Any app behind Sallyport's relay";
}

}  // namespace sallyport
