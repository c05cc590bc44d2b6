#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "sallyport/core/result.hpp"

namespace sallyport {

/// How a client, or the relay, speaks to the proxy itself.
enum class ProxyProtocol { kHttp, kHttps, kSocks5 };

/// `http`, `https`, `socks5`: the words of the settings file and of the keychain attributes.
[[nodiscard]] std::string_view to_string(ProxyProtocol protocol);
[[nodiscard]] Result<ProxyProtocol> parse_proxy_protocol(std::string_view text);

/// A proxy server. `host` is canonical: lower-case A-label or an address without brackets (see `parse_proxy_host`).
struct Endpoint {
  ProxyProtocol protocol = ProxyProtocol::kHttp;
  std::string host;
  std::uint16_t port = 0;

  /// `proxy.example.com:8080`, `[2001:db8::1]:8080`.
  [[nodiscard]] std::string host_and_port() const;
  /// As `parse_endpoint` reads it, with the protocol only where it is not HTTP: `proxy.example.com:8080`,
  /// `socks5://proxy.example.com:1080`.
  [[nodiscard]] std::string as_typed() const;
  /// `http://proxy.example.com:8080`; SOCKS5 reads `socks5h://`, so that names are resolved by the proxy.
  [[nodiscard]] std::string url() const;

  auto operator<=>(const Endpoint&) const = default;  // NOLINT(modernize-use-nullptr): the linter misreads it
};

/// A port from 1 to 65535 in decimal digits, nothing around it.
[[nodiscard]] Result<std::uint16_t> parse_port(std::string_view text);

/// The host of a proxy as a person types it: a name (IDN allowed, becomes A-labels), an IPv4 address, an IPv6 address
/// with or without brackets. Refused, each with its own message: empty, a protocol in front (`http://proxy`), a user in
/// front (`a@proxy`), a port behind (`proxy:8080`), a path, spaces, control characters, a malformed address.
/// | text                | host             |
/// |---------------------|------------------|
/// | `Proxy.Example.COM` | `proxy.example.com` |
/// | `[2001:DB8::1]`     | `2001:db8::1`    |
/// | `bücher.example`    | `xn--bcher-kva.example` |
[[nodiscard]] Result<std::string> parse_proxy_host(std::string_view text);

/// `HOST:PORT` or `[V6]:PORT`, optionally behind `http://`, `https://`, `socks5://` or `socks5h://`.
/// Without a protocol it is `default_protocol`. A user, a path other than `/` or a missing port is refused.
[[nodiscard]] Result<Endpoint> parse_endpoint(std::string_view text,
                                              ProxyProtocol default_protocol = ProxyProtocol::kHttp);

}  // namespace sallyport
