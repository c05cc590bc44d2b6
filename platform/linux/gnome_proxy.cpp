#include "platform/linux/gnome_proxy.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "sallyport/core/bypass_list.hpp"

namespace sallyport {
namespace {

/// The server, or a sentence in `note` about one that is named and cannot be used.
std::optional<SystemProxyServer> read_server(const GnomeProxyValues::Server& server, ProxyProtocol protocol,
                                             std::string_view label, std::string& note) {
  if (server.host.empty()) return std::nullopt;
  auto host = parse_proxy_host(server.host);
  if (host && server.port >= 1 && server.port <= 65535) {
    return SystemProxyServer{{protocol, std::move(*host), static_cast<std::uint16_t>(server.port)}, std::nullopt};
  }
  if (!note.empty()) note += ' ';
  note +=
      fmt::format("GNOME's {} proxy has a server or port that cannot be used. Correct it in GNOME's settings.", label);
  return std::nullopt;
}

bool is_network_without_host_bits(const BypassEntry& entry) {
  const int bits = entry.address.is_v4 ? 32 : 128;
  for (int bit = entry.prefix_length; bit < bits; ++bit) {
    if ((entry.address.bytes[static_cast<std::size_t>(bit / 8)] >> (7 - bit % 8)) & 1) return false;
  }
  return true;
}

}  // namespace

std::string translate_gnome_ignore_host(std::string_view entry) {
  entry = entry.substr(0, entry.find_last_not_of(" \t\r\n\f\v") + 1);
  const bool is_ascii = std::all_of(entry.begin(), entry.end(), [](char c) { return c > ' ' && c < '\x7f'; });
  if (!is_ascii || entry.find(',') != std::string_view::npos) return {};
  if (entry.starts_with("*.")) {
    entry.remove_prefix(2);
  } else if (entry.starts_with('.')) {
    entry.remove_prefix(1);
  }
  if (entry.starts_with('.') || entry.starts_with('*') || entry.ends_with('.')) return {};

  std::vector<BypassError> errors;
  const BypassList list = BypassList::parse(entry, &errors);
  if (!errors.empty() || list.entries().size() != 1) return {};
  const BypassEntry& read = list.entries().front();
  switch (read.kind) {
    case BypassEntry::Kind::kDomain:
      if (entry.find('*') != std::string_view::npos) return {};
      break;
    case BypassEntry::Kind::kAddress:
      // GIO takes brackets only together with a port.
      if (entry.starts_with('[') && !read.port) return {};
      break;
    case BypassEntry::Kind::kNetwork:
      if (read.port || entry.starts_with('[') || !is_network_without_host_bits(read)) return {};
      break;
    default:
      return {};
  }
  return std::string(entry);
}

SystemProxyConfiguration gnome_configuration(const GnomeProxyValues& values) {
  using Mode = SystemProxyConfiguration::Mode;
  SystemProxyConfiguration configuration;
  configuration.source = "GNOME";
  configuration.mode = Mode::kNone;
  if (values.mode == "auto") {
    configuration.mode = Mode::kAutomatic;
    configuration.pac_url = values.autoconfig_url;
    return configuration;
  }
  if (values.mode != "manual") return configuration;

  configuration.http = read_server(values.http, ProxyProtocol::kHttp, "HTTP", configuration.note);
  if (configuration.http && values.use_authentication && !values.authentication_user.empty()) {
    configuration.http->credential = Credential{values.authentication_user, values.authentication_password.clone()};
  }
  configuration.https = read_server(values.https, ProxyProtocol::kHttp, "HTTPS", configuration.note);
  configuration.socks = read_server(values.socks, ProxyProtocol::kSocks5, "SOCKS", configuration.note);
  if (!configuration.https && values.https.host.empty() && configuration.http) {
    configuration.https = SystemProxyServer{configuration.http->endpoint, std::nullopt};
    if (configuration.http->credential) configuration.https->credential = configuration.http->credential->clone();
  }
  if (!configuration.http && !configuration.https && !configuration.socks) {
    if (configuration.note.empty()) configuration.note = "GNOME's proxy is set to manual, but names no server.";
    return configuration;
  }
  configuration.mode = Mode::kManual;
  if (!values.ftp.host.empty()) configuration.ftp = fmt::format("{}:{}", values.ftp.host, values.ftp.port);
  for (const std::string& entry : values.ignore_hosts) {
    const std::string translated = translate_gnome_ignore_host(entry);
    if (translated.empty()) {
      configuration.untranslated.push_back(entry);
      continue;
    }
    if (!configuration.bypass.empty()) configuration.bypass += ", ";
    configuration.bypass += translated;
  }
  return configuration;
}

}  // namespace sallyport
