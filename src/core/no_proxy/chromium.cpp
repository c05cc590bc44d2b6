// Chromium 156: rules between commas and semicolons, the last that matches decides, then what is built in. In the
// environment a name is a suffix; on the command line it is exact.
#include <algorithm>
#include <charconv>

#include "core/no_proxy/glob.hpp"
#include "core/no_proxy/host_text.hpp"
#include "core/no_proxy/list_text.hpp"
#include "core/no_proxy/readers.hpp"
#include "sallyport/core/ascii.hpp"

namespace sallyport::no_proxy {
namespace {

/// IPv4 as IPv4-mapped, since rules of one family match addresses of the other so.
Ipv6Bytes mapped(std::uint32_t address) {
  Ipv6Bytes bytes{};
  bytes[10] = bytes[11] = 0xFF;
  for (std::size_t i = 0; i < 4; ++i) bytes[12 + i] = static_cast<std::uint8_t>(address >> (24 - 8 * i));
  return bytes;
}

struct Address {
  Ipv6Bytes bytes{};
  bool is_v4 = false;
  [[nodiscard]] std::string text() const {
    if (!is_v4) return "[" + ipv6_text(bytes) + "]";
    return ipv4_text(static_cast<std::uint32_t>(bytes[12] << 24U | bytes[13] << 16U | bytes[14] << 8U | bytes[15]));
  }
};

std::optional<Address> parse_address(std::string_view text) {
  if (const auto v6 = parse_ipv6(text)) return Address{*v6, false};
  if (const auto v4 = parse_loose_ipv4(text)) return Address{mapped(*v4), true};
  return std::nullopt;
}

bool shares_prefix(const Ipv6Bytes& a, const Ipv6Bytes& b, int length) {
  for (std::size_t i = 0; i < a.size() && length > 0; ++i, length -= 8) {
    const unsigned kept = length >= 8 ? 0xFFU : (0xFFU << (8 - length)) & 0xFFU;
    if (((a[i] ^ b[i]) & kept) != 0) return false;
  }
  return true;
}

struct Request {
  std::string scheme;
  std::string host;  ///< as a URL serialises it
  std::optional<Address> address;
  int port = 0;
};

bool is_built_in(const Request& request) {
  if (request.address) {
    const Ipv6Bytes& bytes = request.address->bytes;
    Ipv6Bytes one{};
    one[15] = 1;
    return shares_prefix(bytes, mapped(0x7F000000), 104) || bytes == one ||
           shares_prefix(bytes, mapped(0xA9FE0000), 112) || (bytes[0] == 0xFE && (bytes[1] & 0xC0U) == 0x80);
  }
  std::string_view name = request.host;
  if (name.ends_with('.')) name.remove_suffix(1);
  return name == "localhost" || name.ends_with(".localhost");
}

std::optional<int> parse_number(std::string_view text) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number < 0 || text.starts_with('-')) {
    return std::nullopt;
  }
  return number;
}

enum class Answer { kNoMatch, kDirect, kProxy };

Answer answer(bool match) { return match ? Answer::kDirect : Answer::kNoMatch; }

bool matches_network(std::string_view rule, const Request& request) {
  const auto slash = rule.find('/');
  const auto network = parse_address(rule.substr(0, slash));
  const auto length = parse_number(rule.substr(slash + 1));
  if (!network || !length || *length > (network->is_v4 ? 32 : 128) || !request.address) return false;
  return shares_prefix(request.address->bytes, network->bytes, *length + (network->is_v4 ? 96 : 0));
}

struct HostPort {
  std::string_view host;
  std::optional<int> port;
};

/// `address`, `address:port`, IPv6 in brackets.
std::optional<HostPort> cut_address(std::string_view rule) {
  const auto bracket = rule.rfind(']');
  const auto colon = rule.rfind(':');
  const bool has_port = colon != rule.npos && (bracket == rule.npos || colon > bracket);
  std::string_view host = rule.substr(0, has_port ? colon : rule.npos);
  std::optional<int> port;
  if (has_port) {
    port = parse_number(rule.substr(colon + 1));
    if (!port || *port > 0xFFFF) return std::nullopt;
  }
  if (host.starts_with('[') != host.ends_with(']')) return std::nullopt;
  if (host.starts_with('[')) {
    host = host.substr(1, host.size() - 2);
    if (host.find(':') == host.npos) return std::nullopt;
  } else if (host.find(':') != host.npos) {
    return std::nullopt;
  }
  return HostPort{host, port};
}

Answer evaluate(std::string_view rule, const Request& request, bool suffixes) {
  if (equal_without_case(rule, "<local>")) {
    return answer(!request.address && request.host.find('.') == std::string::npos);
  }
  if (equal_without_case(rule, "<-loopback>")) return is_built_in(request) ? Answer::kProxy : Answer::kNoMatch;
  const auto scheme_end = rule.find("://");
  std::string_view scheme;
  if (scheme_end != rule.npos) {
    scheme = rule.substr(0, scheme_end);
    rule.remove_prefix(scheme_end + 3);
    if (scheme.empty()) return Answer::kNoMatch;
  }
  if (rule.empty()) return Answer::kNoMatch;
  if (rule.find('/') != rule.npos) {
    return answer((scheme.empty() || scheme == request.scheme) && matches_network(rule, request));
  }
  if (!scheme.empty() && !equal_without_case(scheme, request.scheme)) return Answer::kNoMatch;
  if (const auto parts = cut_address(rule)) {
    if (const auto address = parse_address(parts->host)) {
      // Port 0 is how "any" is held.
      if (parts->port.value_or(0) != 0 && *parts->port != request.port) return Answer::kNoMatch;
      return answer(request.host == address->text());
    }
  }
  if (const auto colon = rule.rfind(':'); colon != rule.npos) {
    const auto port = parse_number(rule.substr(colon + 1));
    if (!port || *port > 0xFFFF || *port != request.port) return Answer::kNoMatch;
    rule = rule.substr(0, colon);
  }
  std::string pattern = ascii_lower(rule);
  if (pattern.starts_with('.') || (suffixes && !pattern.starts_with('*'))) pattern.insert(0, "*");
  return answer(matches_glob(request.host, pattern));
}

Verdict read(std::string_view list, const WrittenUrl& url, bool suffixes) {
  const auto host = whatwg_host(url.host);
  if (!host) return std::nullopt;
  Request request{url.scheme, *host, {}, url.port};
  const std::string_view bare = *host;
  request.address = parse_address(bare.starts_with('[') ? bare.substr(1, bare.size() - 2) : bare);
  std::vector<std::string_view> rules = split(list, ",;");
  std::ranges::reverse(rules);
  for (const std::string_view piece : rules) {
    const std::string_view rule = trimmed(piece, kSpace);
    const Answer decided = evaluate(rule, request, suffixes);
    if (decided != Answer::kNoMatch) return NoProxyVerdict{decided == Answer::kDirect, std::string(rule), false};
  }
  if (is_built_in(request)) return NoProxyVerdict{true, "", true};
  return NoProxyVerdict{};
}

}  // namespace

Verdict read_as_chromium(std::string_view list, const WrittenUrl& url) { return read(list, url, true); }

Verdict read_as_chromium_flag(std::string_view list, const WrittenUrl& url) { return read(list, url, false); }

}  // namespace sallyport::no_proxy
