#include "platform/macos/cfnetwork_proxy.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "sallyport/core/ascii.hpp"
#include "sallyport/core/bypass_list.hpp"
#include "sallyport/core/text.hpp"

namespace sallyport {
namespace {

constexpr int kHttpPort = 80;
constexpr int kSocksPort = 1080;

std::optional<Endpoint> endpoint_of(ProxyProtocol protocol, const std::string& host, int port) {
  auto canonical = parse_proxy_host(host);
  if (!canonical || port < 1 || port > 65535) return std::nullopt;
  return Endpoint{protocol, *std::move(canonical), static_cast<std::uint16_t>(port)};
}

/// The server, or a sentence in `note` about one that is switched on and cannot be used.
std::optional<SystemProxyServer> read_server(const CfNetworkProxyValues::Server& server, ProxyProtocol protocol,
                                             std::string_view label, std::string& note) {
  if (!server.enabled) return std::nullopt;
  if (auto endpoint = endpoint_of(protocol, server.host, server.port)) {
    return SystemProxyServer{*std::move(endpoint), std::nullopt};
  }
  if (!note.empty()) note += ' ';
  note += fmt::format(
      "The {} proxy of macOS has a server or port that cannot be used. Correct it in the network settings.", label);
  return std::nullopt;
}

/// `169.254/16` is `169.254.0.0/16`.
std::string whole_network(std::string_view text) {
  const auto slash = text.find('/');
  const auto address = text.substr(0, slash);
  const bool is_digits =
      std::all_of(address.begin(), address.end(), [](char c) { return (c >= '0' && c <= '9') || c == '.'; });
  if (slash == std::string_view::npos || !is_digits || address.empty()) return std::string(text);
  std::string whole(address);
  for (auto dots = std::count(address.begin(), address.end(), '.'); dots < 3; ++dots) whole += ".0";
  return whole + std::string(text.substr(slash));
}

/// The one entry that `text` is in Sallyport's dialect.
std::optional<BypassEntry> entry_of(std::string_view text) {
  if (text.empty() || !is_ascii(text) || text.find(',') != std::string_view::npos) return std::nullopt;
  std::vector<BypassError> errors;
  const BypassList list = BypassList::parse(text, &errors);
  if (!errors.empty() || list.entries().size() != 1 || list.entries().front().port) return std::nullopt;
  return list.entries().front();
}

/// What an exception says, without regard to the others.
struct Exception {
  enum class Kind { kUnknown, kName, kSubdomains, kOther, kImplied };
  Kind kind = Kind::kUnknown;
  std::string text;    ///< in Sallyport's dialect
  std::string domain;  ///< of kName and kSubdomains
};

Exception read_exception(std::string_view written) {
  using Kind = BypassEntry::Kind;
  const std::string text = whole_network(trimmed(written));
  if (ascii_lower(text) == "localhost") return {Exception::Kind::kImplied, {}, {}};
  const auto entry = entry_of(text);
  if (!entry) return {};
  switch (entry->kind) {
    case Kind::kDomain:
      if (text.find('*') != std::string::npos || text.starts_with('.')) return {};
      return {Exception::Kind::kName, entry->domain, entry->domain};
    case Kind::kSubdomains:
      if (!text.starts_with("*.") || text.find('*', 1) != std::string::npos) return {};
      return {Exception::Kind::kSubdomains, "." + entry->domain, entry->domain};
    case Kind::kAddress:
    case Kind::kNetwork:
    case Kind::kEverything:
      return {Exception::Kind::kOther, text, {}};
    case Kind::kLocalNames:
      break;
  }
  return {};
}

void append(std::string& list, std::string_view entry) {
  if (!list.empty()) list += ", ";
  list += entry;
}

}  // namespace

TranslatedExceptions translate_exceptions(const std::vector<std::string>& exceptions) {
  std::vector<Exception> read;
  read.reserve(exceptions.size());
  for (const std::string& written : exceptions) read.push_back(read_exception(written));
  const auto has = [&read](Exception::Kind kind, const std::string& domain) {
    return std::any_of(read.begin(), read.end(),
                       [&](const Exception& one) { return one.kind == kind && one.domain == domain; });
  };

  TranslatedExceptions translated;
  for (std::size_t i = 0; i < exceptions.size(); ++i) {
    const Exception& one = read[i];
    switch (one.kind) {
      case Exception::Kind::kName:
        if (has(Exception::Kind::kSubdomains, one.domain)) {
          append(translated.bypass, one.text);
        } else {
          translated.untranslated.push_back(exceptions[i]);
        }
        break;
      case Exception::Kind::kSubdomains:
        if (!has(Exception::Kind::kName, one.domain)) append(translated.bypass, one.text);
        break;
      case Exception::Kind::kOther:
        append(translated.bypass, one.text);
        break;
      case Exception::Kind::kUnknown:
        if (!trimmed(exceptions[i]).empty()) translated.untranslated.push_back(exceptions[i]);
        break;
      case Exception::Kind::kImplied:
        break;
    }
  }
  return translated;
}

SystemProxyConfiguration cfnetwork_configuration(const CfNetworkProxyValues& values) {
  using Mode = SystemProxyConfiguration::Mode;
  SystemProxyConfiguration configuration;
  configuration.source = "macOS";
  configuration.mode = Mode::kNone;
  if (values.auto_config_enabled && (!values.auto_config_url.empty() || values.has_inline_script)) {
    configuration.mode = Mode::kAutomatic;
    configuration.pac_url = values.auto_config_url;
    if (configuration.pac_url.empty()) configuration.note = "The proxy script (PAC) is a part of macOS's settings.";
    return configuration;
  }
  if (values.auto_discovery_enabled) {
    configuration.mode = Mode::kAutomatic;
    return configuration;
  }
  if (values.auto_config_enabled) {
    configuration.note =
        "macOS is set to use a proxy script (PAC) and names none. Enter its address in the network settings.";
  }
  configuration.http = read_server(values.http, ProxyProtocol::kHttp, "HTTP", configuration.note);
  configuration.https = read_server(values.https, ProxyProtocol::kHttp, "HTTPS", configuration.note);
  configuration.socks = read_server(values.socks, ProxyProtocol::kSocks5, "SOCKS", configuration.note);
  if (!configuration.http && !configuration.https && !configuration.socks) return configuration;

  configuration.mode = Mode::kManual;
  if (values.ftp.enabled && !values.ftp.host.empty()) {
    configuration.ftp = fmt::format("{}:{}", values.ftp.host, values.ftp.port);
  }
  auto translated = translate_exceptions(values.exceptions);
  configuration.bypass = std::move(translated.bypass);
  configuration.untranslated = std::move(translated.untranslated);
  if (values.exclude_simple_hostnames) append(configuration.bypass, "<local>");
  return configuration;
}

Result<std::optional<SystemProxyServer>> read_proxy_entry(const CfNetworkProxyEntry& entry) {
  using Type = CfNetworkProxyEntry::Type;
  const bool is_socks = entry.type == Type::kSocks;
  switch (entry.type) {
    case Type::kNone:
      return std::nullopt;
    case Type::kHttp:
    case Type::kHttps:
    case Type::kSocks:
      break;
    case Type::kFtp:
    case Type::kScript:
    case Type::kOther:
      return failure(ErrorCode::kUnsupported,
                     "macOS names a proxy of a kind that Sallyport cannot use. Choose an HTTP or SOCKS proxy in the "
                     "network settings, or use a custom proxy.");
  }
  const int own_port = is_socks ? kSocksPort : kHttpPort;
  auto endpoint = endpoint_of(is_socks ? ProxyProtocol::kSocks5 : ProxyProtocol::kHttp, entry.host,
                              entry.port == 0 ? own_port : entry.port);
  if (!endpoint) {
    return failure(ErrorCode::kInvalidValue,
                   "macOS names a proxy whose server or port cannot be used. Correct it in the network settings.");
  }
  SystemProxyServer server{*std::move(endpoint), std::nullopt};
  if (!entry.username.empty()) server.credential = Credential{entry.username, entry.password.clone()};
  return server;
}

Result<std::vector<std::optional<SystemProxyServer>>> read_proxy_entries(
    const std::vector<CfNetworkProxyEntry>& entries) {
  std::vector<std::optional<SystemProxyServer>> servers;
  std::optional<Error> unusable;
  for (const CfNetworkProxyEntry& entry : entries) {
    auto server = read_proxy_entry(entry);
    if (server) {
      servers.push_back(*std::move(server));
    } else {
      unusable = std::move(server.error());
    }
  }
  if (servers.empty() && unusable) return tl::unexpected(*std::move(unusable));
  return servers;
}

}  // namespace sallyport
