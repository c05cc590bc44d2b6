// requests 2.28: suffixes of its own (case-sensitive, ports too) or IPv4 networks first, then urllib's reading of the
// host without its port.
#include <charconv>

#include "core/no_proxy/host_text.hpp"
#include "core/no_proxy/list_text.hpp"
#include "core/no_proxy/python.hpp"
#include "core/no_proxy/readers.hpp"
#include "sallyport/core/ascii.hpp"

namespace sallyport::no_proxy {
namespace {

struct Network {
  std::uint32_t address = 0;
  int length = 0;
};

std::optional<Network> parse_network(std::string_view entry) {
  const auto slash = entry.find('/');
  if (slash == entry.npos || entry.find('/', slash + 1) != entry.npos) return std::nullopt;
  const auto address = parse_loose_ipv4(entry.substr(0, slash));
  std::string_view text = trimmed(entry.substr(slash + 1), kSpace);
  if (text.starts_with('+')) text.remove_prefix(1);
  int length = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), length);
  if (!address || error != std::errc() || end != text.data() + text.size() || length < 1 || length > 32) {
    return std::nullopt;
  }
  return Network{*address, length};
}

bool matches_address(std::string_view host, std::uint32_t address, std::string_view entry) {
  if (const auto network = parse_network(entry)) return shares_ipv4_prefix(address, network->address, network->length);
  return host == entry;
}

bool is_alphanumeric(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

std::optional<std::string> requests_host(const WrittenUrl& url) {
  if (url.is_ipv6()) {
    const std::string host = ascii_lower(url.bare_host());
    return host;
  }
  // What is percent-encoded stays so, but for the characters that never need it (RFC 3986 §2.3).
  std::string host;
  for (std::size_t i = 0; i < url.host.size(); ++i) {
    const std::string decoded = url.host[i] == '%' ? percent_decoded(url.host.substr(i, 3)) : std::string();
    const bool unreserved = decoded.size() == 1 && (is_alphanumeric(decoded[0]) || decoded.find_first_of("-._~") == 0);
    host += unreserved ? decoded[0] : url.host[i];
    if (unreserved) i += 2;
  }
  const auto labels = a_labels_of(host);
  if (!labels) return std::nullopt;
  return ascii_lower(*labels);
}

}  // namespace

Verdict read_as_requests(std::string_view list, const WrittenUrl& url) {
  const auto host = requests_host(url);
  if (!host) return std::nullopt;
  if (list.empty()) return NoProxyVerdict{};
  const auto address = parse_loose_ipv4(*host);
  const bool has_port = !url.port_text.empty() && url.port != 0;
  const std::string with_port = has_port ? *host + ":" + std::to_string(url.port) : *host;
  std::string without_spaces(list);
  std::erase(without_spaces, ' ');
  for (const std::string_view entry : split(without_spaces, ",")) {
    if (entry.empty()) continue;
    const bool match =
        address ? matches_address(*host, *address, entry) : host->ends_with(entry) || with_port.ends_with(entry);
    if (match) return direct_by(entry);
  }
  if (const auto entry = urllib_bypass(list, *host)) return direct_by(*entry);
  return NoProxyVerdict{};
}

}  // namespace sallyport::no_proxy
