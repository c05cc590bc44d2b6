#include "platform/windows/windows_proxy.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>

#include "sallyport/core/ascii.hpp"
#include "sallyport/core/bypass_list.hpp"

namespace sallyport {
namespace {

constexpr std::uint16_t kDefaultPort = 80;

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  constexpr std::string_view kSeparators = "; \t\r\n";
  while (true) {
    const auto begin = text.find_first_not_of(kSeparators);
    if (begin == std::string_view::npos) return words;
    const auto end = std::min(text.find_first_of(kSeparators, begin), text.size());
    words.push_back(text.substr(begin, end - begin));
    text.remove_prefix(end);
  }
}

/// `http://proxy:8080`, `proxy:8080` or `proxy`.
std::optional<SystemProxyServer> read_server(std::string_view text) {
  if (auto endpoint = parse_endpoint(text)) return SystemProxyServer{std::move(*endpoint), std::nullopt};
  if (text.find("://") != std::string_view::npos) return std::nullopt;
  if (auto host = parse_proxy_host(text)) {
    return SystemProxyServer{{ProxyProtocol::kHttp, std::move(*host), kDefaultPort}, std::nullopt};
  }
  return std::nullopt;
}

struct Servers {
  std::optional<SystemProxyServer> http;
  std::optional<SystemProxyServer> https;
  std::string ftp;
  bool has_socks = false;
  bool has_unreadable = false;
};

Servers read_servers(std::string_view text) {
  Servers servers;
  for (const std::string_view word : words_of(text)) {
    const auto equals = word.find('=');
    const std::string scheme = equals == std::string_view::npos ? "" : ascii_lower(word.substr(0, equals));
    const std::string_view address = equals == std::string_view::npos ? word : word.substr(equals + 1);
    if (scheme == "socks") {
      servers.has_socks = true;
      continue;
    }
    if (scheme == "ftp") {
      servers.ftp = address;
      continue;
    }
    std::optional<SystemProxyServer> server = read_server(address);
    if (!server) servers.has_unreadable = true;
    if (scheme.empty() && server) {
      servers.https = SystemProxyServer{server->endpoint, std::nullopt};
      servers.ftp = address;
    }
    if (scheme.empty() || scheme == "http") servers.http = std::move(server);
    if (scheme == "https") servers.https = std::move(server);
  }
  return servers;
}

void add_sentence(std::string& note, std::string_view sentence) {
  if (!note.empty()) note += ' ';
  note += sentence;
}

/// `10.*` as `10.0.0.0/8`; empty for anything else.
std::string network_of(std::string_view entry) {
  if (!entry.ends_with(".*")) return {};
  std::string_view octets = entry.substr(0, entry.size() - 2);
  const auto count = static_cast<std::size_t>(std::count(octets.begin(), octets.end(), '.')) + 1;
  if (count > 3) return {};
  std::string address(octets);
  for (std::size_t i = count; i < 4; ++i) address += ".0";
  const auto read = parse_ip_address(address);
  return read && read->is_v4 ? fmt::format("{}/{}", address, 8 * count) : std::string();
}

bool is_one_entry(std::string_view entry) {
  std::vector<BypassError> errors;
  const BypassList list = BypassList::parse(entry, &errors);
  return errors.empty() && list.entries().size() == 1;
}

/// `*` stands for any text.
bool matches_pattern(std::string_view pattern, std::string_view text) {
  const auto star = pattern.find('*');
  if (star == std::string_view::npos) return pattern == text;
  if (text.substr(0, star) != pattern.substr(0, star)) return false;
  pattern.remove_prefix(star + 1);
  for (std::size_t begin = star; begin <= text.size(); ++begin) {
    if (matches_pattern(pattern, text.substr(begin))) return true;
  }
  return false;
}

bool spares(std::string_view bypass, const RequestTarget& target) {
  const std::string host = target.host.is_address() && !target.host.address().is_v4
                               ? fmt::format("[{}]", target.host.to_string())
                               : target.host.to_string();
  const bool is_local = !target.host.is_address() && host.find('.') == std::string::npos;
  const std::string with_port = fmt::format("{}:{}", host, target.port);
  for (const std::string_view word : words_of(bypass)) {
    std::string pattern = ascii_lower(word);
    if (pattern == "<local>") {
      if (is_local) return true;
      continue;
    }
    if (const auto scheme = pattern.find("://"); scheme != std::string::npos) {
      if (pattern.substr(0, scheme) != target.scheme) continue;
      pattern.erase(0, scheme + 3);
    }
    const bool has_port = pattern.rfind(':') != std::string::npos && !pattern.ends_with(']');
    if (matches_pattern(pattern, has_port ? with_port : host)) return true;
  }
  return false;
}

}  // namespace

std::string translate_windows_exception(std::string_view entry) {
  const std::string lower = ascii_lower(entry);
  if (lower == "<local>" || lower == "*") return lower;
  if (std::string network = network_of(lower); !network.empty()) return network;
  if (lower.find("://") != std::string::npos || lower.find('<') != std::string::npos ||
      lower.find(',') != std::string::npos) {
    return {};
  }
  const std::string translated = lower.starts_with("*.") ? lower.substr(1) : lower;
  if (translated.find('*') != std::string::npos || translated.find('/') != std::string::npos ||
      !is_one_entry(translated)) {
    return {};
  }
  // As Windows has it this would be a host whose name begins with a dot.
  return lower.starts_with('.') ? std::string() : translated;
}

SystemProxyConfiguration windows_configuration(const WindowsProxyValues& values) {
  using Mode = SystemProxyConfiguration::Mode;
  SystemProxyConfiguration configuration;
  configuration.source = "Windows";
  configuration.mode = Mode::kNone;
  if (!values.script.empty()) {
    configuration.mode = Mode::kAutomatic;
    configuration.pac_url = values.script;
    return configuration;
  }
  Servers servers = read_servers(values.servers);
  if (servers.has_unreadable) {
    add_sentence(configuration.note,
                 "Windows' proxy has a server or port that cannot be used. Correct it in Windows' settings.");
  }
  if (servers.has_socks) {
    add_sentence(configuration.note,
                 "Windows speaks SOCKS 4 to its SOCKS proxy, which Sallyport does not; use a custom proxy of the type "
                 "socks5.");
  }
  if (!servers.http && !servers.https) {
    if (values.detects) configuration.mode = Mode::kAutomatic;
    return configuration;
  }
  configuration.mode = Mode::kManual;
  if (values.detects) {
    add_sentence(configuration.note,
                 "Windows also looks for a proxy script in the network (WPAD) and uses it when there is one.");
  }
  configuration.http = std::move(servers.http);
  configuration.https = std::move(servers.https);
  configuration.ftp = std::move(servers.ftp);
  for (const std::string_view entry : words_of(values.bypass)) {
    const std::string translated = translate_windows_exception(entry);
    if (translated.empty()) {
      configuration.untranslated.emplace_back(entry);
      continue;
    }
    if (!configuration.bypass.empty()) configuration.bypass += ", ";
    configuration.bypass += translated;
  }
  return configuration;
}

std::optional<SystemProxyServer> windows_server_for(const WindowsProxyValues& values, const RequestTarget& target) {
  Servers servers = read_servers(values.servers);
  if (spares(values.bypass, target)) return std::nullopt;
  return target.is_tls() ? std::move(servers.https) : std::move(servers.http);
}

std::vector<std::optional<SystemProxyServer>> windows_script_answer(std::string_view servers) {
  std::vector<std::optional<SystemProxyServer>> answer;
  for (const std::string_view word : words_of(servers)) {
    if (std::optional<SystemProxyServer> server = read_server(word)) answer.push_back(std::move(server));
  }
  if (answer.empty()) answer.emplace_back(std::nullopt);
  return answer;
}

}  // namespace sallyport
