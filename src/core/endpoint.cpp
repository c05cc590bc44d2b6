#include "sallyport/core/endpoint.hpp"

#include <algorithm>
#include <charconv>

#include "core/authority.hpp"
#include "sallyport/core/ascii.hpp"
#include "sallyport/core/host.hpp"
#include "sallyport/core/text.hpp"

namespace sallyport {
namespace {

tl::unexpected<Error> invalid(std::string message) { return failure(ErrorCode::kInvalidValue, std::move(message)); }

std::string in_url(const std::string& host) { return host.find(':') == host.npos ? host : "[" + host + "]"; }

/// `127.1`, `256.1.1.1`, `010.0.0.1`: some programs read these as an address, and not all as the same one.
bool looks_like_v4(std::string_view name) {
  return std::ranges::all_of(name, [](char c) { return (c >= '0' && c <= '9') || c == '.'; });
}

/// RFC 1035 §2.3.4, as text.
bool is_too_long(std::string_view labels) {
  if (labels.size() > 253) return true;
  while (!labels.empty()) {
    const auto end = std::min(labels.find('.'), labels.size());
    if (end > 63) return true;
    labels.remove_prefix(std::min(end + 1, labels.size()));
  }
  return false;
}

}  // namespace

std::string_view to_string(ProxyProtocol protocol) {
  switch (protocol) {
    case ProxyProtocol::kHttp:
      return "http";
    case ProxyProtocol::kHttps:
      return "https";
    case ProxyProtocol::kSocks5:
      return "socks5";
  }
  return "http";
}

Result<ProxyProtocol> parse_proxy_protocol(std::string_view text) {
  for (const auto protocol : {ProxyProtocol::kHttp, ProxyProtocol::kHttps, ProxyProtocol::kSocks5}) {
    if (text == to_string(protocol)) return protocol;
  }
  return invalid("The protocol of a proxy is http, https or socks5.");
}

std::string Endpoint::host_and_port() const { return in_url(host) + ":" + std::to_string(port); }

std::string Endpoint::as_typed() const {
  if (protocol == ProxyProtocol::kHttp) return host_and_port();
  return std::string(to_string(protocol)) + "://" + host_and_port();
}

std::string Endpoint::url() const {
  const std::string_view scheme = protocol == ProxyProtocol::kSocks5 ? "socks5h" : to_string(protocol);
  return std::string(scheme) + "://" + host_and_port();
}

Result<std::uint16_t> parse_port(std::string_view text) {
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc() || end != text.data() + text.size() || port == 0) {
    return invalid("Port must be a number from 1 to 65535.");
  }
  return port;
}

Result<std::string> parse_proxy_host(std::string_view text) {
  if (text.empty()) return invalid("Enter the host name or the address of the proxy.");
  if (has_control_character(text)) return invalid("The host cannot contain a line break or another control character.");
  if (text.find("://") != text.npos) {
    return invalid("Leave out the protocol: write proxy.example.com, not http://proxy.example.com.");
  }
  if (text.find('@') != text.npos) return invalid("Leave out the user name here: it has a field of its own.");
  if (text.find(' ') != text.npos) return invalid("Remove the spaces from the host.");
  if (text.find_first_of("/?#\\") != text.npos) {
    return invalid("Leave out the path: write proxy.example.com, not proxy.example.com/path.");
  }
  if (split_authority(text).port) return invalid("Leave out the port here: it has a field of its own.");
  if (text.find('%') != text.npos)
    return invalid("Leave out the % sign: a zone or an encoded name cannot be used here.");
  return parse_host(text).and_then([](const Host& host) -> Result<std::string> {
    if (host.is_address()) return host.to_string();
    if (is_too_long(host.name())) return invalid("A host name has at most 253 characters, and 63 between two dots.");
    if (!looks_like_v4(host.name())) return host.name();
    return invalid("An IPv4 address has four numbers from 0 to 255 without leading zeros, as in 192.0.2.1.");
  });
}

Result<Endpoint> parse_endpoint(std::string_view text, ProxyProtocol default_protocol) {
  Endpoint endpoint{default_protocol, {}, 0};
  if (const auto scheme_end = text.find("://"); scheme_end != text.npos) {
    const std::string scheme = ascii_lower(text.substr(0, scheme_end));
    const auto protocol = parse_proxy_protocol(scheme == "socks5h" ? "socks5" : scheme);
    if (!protocol) return tl::unexpected(protocol.error());
    endpoint.protocol = *protocol;
    text.remove_prefix(scheme_end + 3);
    if (text.ends_with('/')) text.remove_suffix(1);
  }
  if (text.find('@') != text.npos) return invalid("Leave out the user name and the password: write HOST:PORT.");
  const Authority authority = split_authority(text);
  if (!authority.port) {
    return invalid("The port is missing: write HOST:PORT, and an IPv6 address in brackets, as in [2001:db8::1]:8080.");
  }
  auto host = parse_proxy_host(authority.host);
  if (!host) return tl::unexpected(std::move(host.error()));
  const auto port = parse_port(*authority.port);
  if (!port) return tl::unexpected(port.error());
  endpoint.host = std::move(*host);
  endpoint.port = *port;
  return endpoint;
}

}  // namespace sallyport
