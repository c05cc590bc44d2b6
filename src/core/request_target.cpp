#include "sallyport/core/request_target.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/url/decode_view.hpp>
#include <boost/url/pct_string_view.hpp>

#include "core/authority.hpp"
#include "sallyport/core/ascii.hpp"
#include "sallyport/core/endpoint.hpp"
#include "sallyport/core/text.hpp"

namespace sallyport {
namespace {

tl::unexpected<Error> invalid(std::string message) { return failure(ErrorCode::kInvalidValue, std::move(message)); }

/// RFC 3986 §3.1.
bool is_scheme(std::string_view text) {
  const auto letter = [](char c) { return c >= 'a' && c <= 'z'; };
  return !text.empty() && letter(text.front()) && std::ranges::all_of(text, [&](char c) {
    return letter(c) || (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
  });
}

std::uint16_t default_port(std::string_view scheme) {
  if (scheme == "http" || scheme == "ws") return 80;
  if (scheme == "https" || scheme == "wss") return 443;
  if (scheme == "ftp") return 21;
  return 0;
}

/// A reg-name may be percent-encoded UTF-8 (RFC 3986 §3.2.2).
Result<std::string> decode_name(std::string_view encoded) {
  const auto valid = boost::urls::make_pct_string_view(encoded);
  if (!valid) return invalid("The host of the URL has a % sign that no two hexadecimal digits follow.");
  std::string name(valid->decoded_size(), '\0');
  std::ranges::copy(**valid, name.begin());
  if (name.find_first_of(":[") != name.npos) return invalid("The URL needs a host name, as in https://example.com.");
  return name;
}

}  // namespace

std::string authority_of(const RequestTarget& target, bool always) {
  const std::string host = target.host.to_string();
  const bool is_v6 = target.host.is_address() && !target.host.address().is_v4;
  const bool own = target.port == default_port(target.scheme);
  return fmt::format("{}{}{}{}", is_v6 ? "[" : "", host, is_v6 ? "]" : "",
                     own && !always ? std::string() : fmt::format(":{}", target.port));
}

std::string pac_url(const RequestTarget& target) {
  return fmt::format("{}://{}/", target.scheme, authority_of(target, false));
}

Result<RequestTarget> parse_request_target(std::string_view url) {
  // No message below repeats any of the text: a user and a password may stand in it.
  if (has_control_character(url)) return invalid("A URL cannot contain a line break or another control character.");
  RequestTarget target;
  target.scheme = "http";
  const auto scheme_end = url.find("://");
  if (scheme_end < url.find_first_of("/?#")) {
    target.scheme = ascii_lower(url.substr(0, scheme_end));
    if (!is_scheme(target.scheme)) {
      return invalid("The protocol of the URL cannot be read: write it as in https://example.com.");
    }
    url.remove_prefix(scheme_end + 3);
  }
  std::string_view text = url.substr(0, url.find_first_of("/?#"));
  text.remove_prefix(text.rfind('@') + 1);
  const Authority authority = split_authority(text);
  if (authority.host.empty()) return invalid("The URL needs a host name, as in https://example.com.");
  if (authority.lacks_brackets()) {
    return invalid("An IPv6 address in a URL stands in brackets, as in http://[2001:db8::1]:8080.");
  }
  std::string host_text(authority.host);
  if (!authority.host.starts_with('[')) {
    auto name = decode_name(authority.host);
    if (!name) return tl::unexpected(std::move(name.error()));
    host_text = std::move(*name);
  }
  auto host = parse_host(host_text);
  if (!host) return tl::unexpected(std::move(host.error()));
  target.host = std::move(*host);
  target.port = default_port(target.scheme);
  if (authority.port && !authority.port->empty()) {
    const auto port = parse_port(*authority.port);
    if (!port) return tl::unexpected(port.error());
    target.port = *port;
  }
  return target;
}

}  // namespace sallyport
