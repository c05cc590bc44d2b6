// curl 7.88. The host loses its brackets before the list is looked at, so that IPv6 compares as text.
#include <charconv>

#include "core/no_proxy/host_text.hpp"
#include "core/no_proxy/list_text.hpp"
#include "core/no_proxy/readers.hpp"
#include "sallyport/core/ascii.hpp"

namespace sallyport::no_proxy {
namespace {

std::optional<std::string> curl_host(const WrittenUrl& url) {
  if (url.is_ipv6()) {
    const std::string_view text = url.bare_host().substr(0, url.bare_host().find('%'));
    const auto bytes = parse_ipv6(text);
    if (!bytes) return std::nullopt;
    std::string canonical = ipv6_text_with_ipv4(*bytes);
    return canonical.size() < text.size() ? canonical : std::string(text);
  }
  if (const auto address = parse_loose_ipv4(url.host)) return ipv4_text(*address);
  return a_labels_of(percent_decoded(url.host));
}

/// As atoi: what stands behind the digits is ignored, and nothing is 0.
int bits_of(std::string_view text) {
  int bits = 0;
  const auto first = text.find_first_not_of(kSpace);
  if (first == text.npos) return 0;
  text.remove_prefix(first);
  if (text.starts_with('+') && !text.starts_with("+-")) text.remove_prefix(1);
  const auto error = std::from_chars(text.data(), text.data() + text.size(), bits).ec;
  return error == std::errc::result_out_of_range ? -1 : bits;
}

bool matches_address(std::uint32_t host, std::string_view token) {
  const auto slash = token.find('/');
  const auto network = parse_dotted_ipv4(token.substr(0, slash));
  const int bits = slash == token.npos ? 0 : bits_of(token.substr(slash + 1));
  if (!network || bits < 0 || bits > 32) return false;
  return shares_ipv4_prefix(host, *network, bits == 0 ? 32 : bits);
}

bool matches_name(std::string_view host, std::string_view token) {
  if (token.ends_with('.')) token.remove_suffix(1);
  if (token.starts_with('.')) token.remove_prefix(1);
  return equal_without_case(host, token) || is_below(host, token);
}

}  // namespace

Verdict read_as_curl(std::string_view list, const WrittenUrl& url) {
  const auto host = curl_host(url);
  if (!host) return std::nullopt;
  if (list == "*") return direct_by(list);
  const auto address = parse_dotted_ipv4(*host);
  std::string_view name = *host;
  if (name.ends_with('.')) name.remove_suffix(1);
  for (const std::string_view token : split(list, ", \t")) {
    if (token.empty()) continue;
    if (address ? matches_address(*address, token) : matches_name(name, token)) return direct_by(token);
  }
  return NoProxyVerdict{};
}

}  // namespace sallyport::no_proxy
