#include "app/doctor/proxy_in_force.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "app/doctor/configuration_text.hpp"
#include "sallyport/core/ascii.hpp"
#include "sallyport/core/bypass_list.hpp"
#include "sallyport/core/proxy_url.hpp"
#include "sallyport/core/shown_url.hpp"

namespace sallyport {
namespace {

std::optional<Endpoint> endpoint_of(const std::optional<SystemProxyServer>& server) {
  return server ? std::optional(server->endpoint) : std::nullopt;
}

std::string words_of(std::string_view which, const std::optional<Endpoint>& http,
                     const std::optional<Endpoint>& https) {
  if (http == https) return fmt::format("{}, {}", which, http->url());
  const auto word = [](const std::optional<Endpoint>& endpoint) { return endpoint ? endpoint->url() : "no proxy"; };
  return fmt::format("{}, {} for HTTP and {} for HTTPS", which, word(http), word(https));
}

/// What loopback is called; no program sends it to a proxy.
bool is_loopback_entry(std::string_view entry) {
  return entry == "localhost" || entry == "::1" || entry == "[::1]" || entry.starts_with("127.") ||
         entry.ends_with(".localhost") || entry == "localhost.localdomain" || entry == "ip6-localhost";
}

std::set<std::string> entries_of(std::string_view list) {
  std::set<std::string> entries;
  while (!list.empty()) {
    const auto end = std::min(list.find_first_of(", \t"), list.size());
    std::string entry = ascii_lower(list.substr(0, end));
    list.remove_prefix(std::min(end + 1, list.size()));
    if (entry.starts_with("*.")) entry.erase(0, 2);
    if (entry.starts_with('.')) entry.erase(0, 1);
    if (entry.ends_with('.')) entry.pop_back();
    if (!entry.empty() && !is_loopback_entry(entry)) entries.insert(std::move(entry));
  }
  return entries;
}

std::string only_in(const std::set<std::string>& these, const std::set<std::string>& those) {
  std::string text;
  for (const std::string& each : these) {
    if (!those.contains(each)) text += text.empty() ? each : ", " + each;
  }
  return text;
}

}  // namespace

bool ProxyInForce::names(const Endpoint& endpoint) const {
  return http == endpoint || https == endpoint || other == endpoint;
}

ProxyInForce proxy_in_force(const ProxySettings& settings, const SystemProxyConfiguration& system,
                            const Environment& environment) {
  using Mode = SystemProxyConfiguration::Mode;
  ProxyInForce proxy;
  proxy.source = source_in_force(settings, environment, false);
  proxy.words = "no proxy";
  if (proxy.source == InForce::kCustom) {
    const auto endpoint = settings.custom_proxy.endpoint();
    if (!endpoint) return proxy;
    if (settings.custom_proxy.http) proxy.http = *endpoint;
    if (settings.custom_proxy.https) proxy.https = *endpoint;
    proxy.bypass = settings.custom_proxy.bypass;
    proxy.words = words_of("the custom proxy", proxy.http, proxy.https);
    return proxy;
  }
  if (!settings.system_proxy.enabled) return proxy;
  proxy.takes_variables = settings.system_proxy.respect_environment;
  proxy.is_script = system.mode == Mode::kAutomatic;
  if (proxy.is_script) {
    proxy.words = fmt::format("the system's proxy script (PAC) {}",
                              system.pac_url.empty() ? "that the network names" : shown_url(system.pac_url));
  }
  if (system.mode != Mode::kManual) return proxy;
  proxy.http = endpoint_of(system.http);
  proxy.https = endpoint_of(system.https);
  proxy.bypass = system.bypass;
  if (proxy.http || proxy.https) {
    proxy.words = words_of("the system's proxy", proxy.http, proxy.https);
  } else if ((proxy.other = endpoint_of(system.socks))) {
    proxy.words = fmt::format("the system's proxy, {}", proxy.other->url());
  }
  return proxy;
}

std::string contradiction(std::string_view name, std::string_view value, const ProxyInForce& proxy) {
  if (value.empty() || proxy.takes_variables) return {};
  const auto url = parse_proxy_url(value);
  if (!url) return fmt::format("no proxy that can be read; the settings say {}", proxy.words);
  const std::string lower = ascii_lower(name);
  const bool is_http = lower == "http_proxy" || lower == "npm_config_proxy" || lower == "ws_proxy";
  const bool is_https = lower == "https_proxy" || lower == "npm_config_https_proxy" || lower == "wss_proxy";
  const std::optional<Endpoint>& expected = is_http ? proxy.http : proxy.https;
  if (is_http || is_https ? expected == url->endpoint || proxy.other == url->endpoint : proxy.names(url->endpoint)) {
    return {};
  }
  return fmt::format("the settings say {}", proxy.words);
}

std::string other_bypass(std::string_view here, std::string_view settings) {
  const auto these = entries_of(here);
  const auto those = entries_of(settings);
  const std::string only_here = only_in(these, those);
  const std::string only_there = only_in(those, these);
  std::string text;
  if (!only_here.empty()) text = fmt::format("only here: {}", only_here);
  if (!only_there.empty()) text += fmt::format("{}only in the settings: {}", text.empty() ? "" : "; ", only_there);
  return text;
}

}  // namespace sallyport
