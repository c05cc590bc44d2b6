#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "sallyport/core/host.hpp"

namespace sallyport {

/// What a request is for, as far as its route depends on it.
struct RequestTarget {
  std::string scheme;  ///< lower case: `http`, `https`, `ws`, `wss`, `ftp`, …
  Host host;
  std::uint16_t port = 0;  ///< from the URL, else the scheme's: http, ws 80; https, wss 443; ftp 21; 0 when unknown

  /// Whether the setting "HTTPS" decides (https, wss) rather than "HTTP" (http, ws and all else).
  [[nodiscard]] bool is_tls() const { return scheme == "https" || scheme == "wss"; }
};

/// `host:port`, IPv6 in brackets; the port stands only where it is `always` wanted or not the scheme's own.
[[nodiscard]] std::string authority_of(const RequestTarget& target, bool always);
/// `https://example.com/`, `http://example.com:8080/`: what a PAC file is asked about, as browsers ask. Neither path
/// nor query is its business.
[[nodiscard]] std::string pac_url(const RequestTarget& target);

/// An absolute URL (RFC 3986) with a host; `example.com[:port][/path]` without a scheme reads as http, as curl does.
/// A user in the URL is ignored and never echoed in an error.
[[nodiscard]] Result<RequestTarget> parse_request_target(std::string_view url);

}  // namespace sallyport
