#include "sallyport/core/system_proxy_configuration.hpp"

#include <tuple>

#include "sallyport/core/shown_url.hpp"

namespace sallyport {
namespace {

std::optional<SystemProxyServer> clone_server(const std::optional<SystemProxyServer>& server) {
  if (!server) return std::nullopt;
  SystemProxyServer copy{server->endpoint, std::nullopt};
  if (server->credential) copy.credential = server->credential->clone();
  return copy;
}

std::string servers(const SystemProxyConfiguration& configuration) {
  const auto& [http, https, socks] = std::tie(configuration.http, configuration.https, configuration.socks);
  if (http && https && http->endpoint != https->endpoint) {
    return http->endpoint.host_and_port() + " for HTTP, " + https->endpoint.host_and_port() + " for HTTPS";
  }
  if (http && https) return http->endpoint.host_and_port();
  if (http) return http->endpoint.host_and_port() + " for HTTP only";
  if (https) return https->endpoint.host_and_port() + " for HTTPS only";
  if (socks) return socks->endpoint.host_and_port() + " (SOCKS)";
  return "manual, without a server";
}

}  // namespace

SystemProxyConfiguration SystemProxyConfiguration::clone() const {
  return {mode,    source, clone_server(http), clone_server(https), clone_server(socks), ftp, bypass, untranslated,
          pac_url, note};
}

std::string SystemProxyConfiguration::summary() const {
  const std::string prefix = source.empty() ? std::string() : source + ": ";
  switch (mode) {
    case Mode::kNone:
      return prefix + "no proxy";
    case Mode::kManual:
      return prefix + servers(*this);
    case Mode::kAutomatic:
      return prefix + "automatic, " + (pac_url.empty() ? "found by the network (WPAD)" : shown_url(pac_url));
    case Mode::kUnknown:
      break;
  }
  return prefix + (note.empty() ? "unknown" : note);
}

}  // namespace sallyport
