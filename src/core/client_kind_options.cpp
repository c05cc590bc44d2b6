#include "core/client_kind_options.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "sallyport/core/bypass_rendering.hpp"

namespace sallyport {
namespace {

std::string port_of(const Endpoint& endpoint) {
  return endpoint.port == 0 ? std::string(kRelayPortWord) : std::to_string(endpoint.port);
}

std::string chromium_server(const Endpoint& endpoint) {
  if (endpoint.port == 0) return fmt::format("http://{}:{}", endpoint.host, kRelayPortWord);
  // Chromium's word for SOCKS5 with names resolved by the proxy is socks5.
  return endpoint.protocol == ProxyProtocol::kSocks5 ? "socks5://" + endpoint.host_and_port() : endpoint.url();
}

}  // namespace

Endpoint relay_endpoint() { return {ProxyProtocol::kHttp, "127.0.0.1", 0}; }

std::vector<std::string> chromium_flags(const ClientProxies& proxies, bool loopback) {
  const auto& [http, https, bypass] = proxies;
  if (!http && !https) return {"--no-proxy-server"};
  std::vector<std::string> flags;
  if (http == https) {
    flags.push_back("--proxy-server=" + chromium_server(*http));
  } else if (http && https) {
    flags.push_back(fmt::format("--proxy-server=http={};https={}", chromium_server(*http), chromium_server(*https)));
  } else if (http) {
    flags.push_back("--proxy-server=http=" + chromium_server(*http));
  } else {
    flags.push_back("--proxy-server=https=" + chromium_server(*https));
  }
  const std::string rendered = loopback ? "localhost;.localhost;127.0.0.0/8;[::1]" : render_chromium_bypass(bypass);
  if (!rendered.empty()) flags.push_back("--proxy-bypass-list=" + rendered);
  return flags;
}

std::string java_options(const ClientProxies& proxies, bool overrides, std::vector<std::string>& warnings) {
  std::vector<std::string> options;
  const auto name = [&](std::string_view prefix, const std::optional<Endpoint>& proxy) {
    if (proxy) {
      options.push_back(fmt::format("-D{}Host={}", prefix, proxy->host));
      options.push_back(fmt::format("-D{}Port={}", prefix, port_of(*proxy)));
    } else if (overrides) {
      options.push_back(fmt::format("-D{}Host=", prefix));
    }
  };
  const auto spoken = [](const std::optional<Endpoint>& proxy, ProxyProtocol protocol) {
    return proxy && proxy->protocol == protocol ? proxy : std::nullopt;
  };
  const auto http = spoken(proxies.http, ProxyProtocol::kHttp);
  const auto https = spoken(proxies.https, ProxyProtocol::kHttp);
  auto socks = spoken(proxies.http, ProxyProtocol::kSocks5);
  if (!socks) socks = spoken(proxies.https, ProxyProtocol::kSocks5);
  if (spoken(proxies.http, ProxyProtocol::kHttps) || spoken(proxies.https, ProxyProtocol::kHttps)) {
    warnings.emplace_back("Java cannot speak TLS to a proxy; this app goes direct, unless the relay carries it.");
  }
  name("http.proxy", http);
  name("https.proxy", https);
  name("socksProxy", socks);
  if (!http && !https && !socks) return fmt::format("{}", fmt::join(options, " "));
  const std::string rendered = render_java_bypass(proxies.bypass);
  // For HTTP over SOCKS, too: the other one is for sockets only.
  options.push_back("-Dhttp.nonProxyHosts=" + rendered);
  if (socks) options.push_back("-DsocksNonProxyHosts=" + rendered);
  return fmt::format("{}", fmt::join(options, " "));
}

}  // namespace sallyport
