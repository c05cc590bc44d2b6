#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "sallyport/core/credentials.hpp"
#include "sallyport/core/endpoint.hpp"
#include "sallyport/core/result.hpp"

namespace sallyport {

/// A proxy as environment variables and desktops write it: `http://al%20ice:p%40ss@proxy.example.com:3128/`.
struct ProxyUrl {
  Endpoint endpoint;
  std::optional<Credential> credential;  ///< percent-decoded; a user without a password has an empty one
  bool names_port = true;                ///< false: the port is the scheme's
  bool names_path = false;               ///< something other than `/` stands behind the server
};

/// Without a scheme it is http; without a port 80, 443 (https) or 1080 (SOCKS). `socks`, `socks5` and `socks5h` are
/// SOCKS5. The userinfo ends at the last `@` before the path (or at all), so that an unescaped `@` or `/` in a password
/// is read as meant. Errors never repeat the text, which may hold a password.
[[nodiscard]] Result<ProxyUrl> parse_proxy_url(std::string_view text);

/// The URL with user and password percent-encoded (RFC 3986 §3.2.1).
[[nodiscard]] Secret format_proxy_url(const Endpoint& endpoint, std::string_view username, const Secret& password);
/// The same to show: the password reads `***`.
[[nodiscard]] std::string format_masked_proxy_url(const Endpoint& endpoint, std::string_view username);

/// Percent-encodes for the userinfo of a URL: all but RFC 3986 unreserved characters, so that `:`, `@`, `%` and the
/// sub-delims are safe in every reader.
[[nodiscard]] std::string percent_encode_userinfo(std::string_view text);

}  // namespace sallyport
