// http.ProxyFromEnvironment of Go 1.19: addresses and networks first, in the order of the list, then names.
#include <algorithm>
#include <charconv>

#include "core/no_proxy/host_text.hpp"
#include "core/no_proxy/list_text.hpp"
#include "core/no_proxy/readers.hpp"
#include "sallyport/core/ascii.hpp"
#include "sallyport/core/host.hpp"
#include "sallyport/core/text.hpp"

namespace sallyport::no_proxy {
namespace {

struct HostPort {
  std::string_view host;
  std::string_view port;
};

/// `host:port`, `[host]:port`; a host with a colon needs brackets.
std::optional<HostPort> split_host_port(std::string_view text) {
  const auto colon = text.rfind(':');
  if (colon == text.npos) return std::nullopt;
  std::string_view host = text.substr(0, colon);
  const std::string_view port = text.substr(colon + 1);
  if (host.starts_with('[')) {
    if (host.find(']') != host.size() - 1) return std::nullopt;
    host = host.substr(1, host.size() - 2);
  } else if (host.find_first_of(":]") != host.npos) {
    return std::nullopt;
  }
  if (host.find('[') != host.npos || port.find_first_of("[]") != port.npos) return std::nullopt;
  return HostPort{host, port};
}

/// Without brackets or zone; IPv4-mapped counts as IPv4.
std::optional<IpAddress> parse_address(std::string_view text) {
  if (text.starts_with('[')) return std::nullopt;
  const auto address = parse_ip_address(text);
  return address ? std::optional(*address) : std::nullopt;
}

struct Network {
  IpAddress address;
  int length = 0;
};

std::optional<Network> parse_network(std::string_view entry) {
  const auto slash = entry.find('/');
  if (slash == entry.npos) return std::nullopt;
  const auto address = parse_address(entry.substr(0, slash));
  const std::string_view digits = entry.substr(slash + 1);
  int length = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), length);
  if (!address || digits.starts_with('-') || error != std::errc() || end != digits.data() + digits.size()) {
    return std::nullopt;
  }
  const bool mapped = address->is_v4 && entry.find(':') != entry.npos;
  if (length > (address->is_v4 && !mapped ? 32 : 128)) return std::nullopt;
  // Below 96 bits an IPv4-mapped network is one of IPv6 that no address is compared with.
  return Network{*address, mapped ? length - 96 : length};
}

struct Entry {
  std::string_view text;
  std::optional<Network> network;
  std::optional<IpAddress> address;
  std::string suffix;  ///< with the dot in front
  bool subdomains_only = false;
  std::string port;
};

std::optional<Entry> parse_entry(std::string_view text) {
  const std::string lower = ascii_lower(text);
  Entry entry;
  entry.text = text;
  entry.network = parse_network(lower);
  if (entry.network) return entry;
  std::string_view host = lower;
  if (const auto parts = split_host_port(lower)) {
    host = parts->host;
    entry.port = parts->port;
  }
  entry.address = parse_address(host);
  if (entry.address) return entry;
  if (host.starts_with("*.")) host.remove_prefix(1);
  if (host.empty()) return std::nullopt;
  entry.subdomains_only = host.starts_with('.');
  const std::string_view name = entry.subdomains_only ? host.substr(1) : host;
  entry.suffix = "." + a_labels_of(name).value_or(std::string(name));
  return entry;
}

bool is_zoned(const WrittenUrl& url) { return url.is_ipv6() && url.host.find('%') != url.host.npos; }

/// The host in A-labels, brackets off; the case stays, since `LOCALHOST` is no loopback.
std::optional<std::string> go_host(const WrittenUrl& url) {
  if (url.is_ipv6()) return percent_decoded(url.bare_host());
  const std::string decoded = percent_decoded(url.host);
  // Only what is not ASCII may be percent-encoded.
  if (is_ascii(decoded) && decoded != url.host) return std::nullopt;
  return a_labels_of(decoded);
}

}  // namespace

Verdict read_as_go(std::string_view list, const WrittenUrl& url) {
  const auto written = go_host(url);
  if (!written) return std::nullopt;
  const auto address = is_zoned(url) ? std::nullopt : parse_address(*written);
  if (*written == "localhost" || (address && address->is_loopback())) return NoProxyVerdict{true, "", true};
  const std::string host = ascii_lower(*written);
  const std::string port = !url.port_text.empty() ? url.port_text : std::to_string(url.port);

  std::vector<Entry> entries;
  for (const std::string_view piece : split(list, ",")) {
    const std::string_view text = trimmed(piece, kSpace);
    if (text.empty()) continue;
    if (text == "*") return direct_by(text);
    if (auto entry = parse_entry(text)) entries.push_back(*std::move(entry));
  }
  for (const Entry& entry : entries) {
    if (!address) break;
    if (entry.network && address->shares_prefix(entry.network->address, entry.network->length)) {
      return direct_by(entry.text);
    }
    if (entry.address == address && (entry.port.empty() || entry.port == port)) return direct_by(entry.text);
  }
  for (const Entry& entry : entries) {
    if (entry.suffix.empty() || !(entry.port.empty() || entry.port == port)) continue;
    const bool match = host.ends_with(entry.suffix) || (!entry.subdomains_only && host == entry.suffix.substr(1));
    if (match) return direct_by(entry.text);
  }
  return NoProxyVerdict{};
}

}  // namespace sallyport::no_proxy
