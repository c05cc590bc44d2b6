#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "sallyport/core/result.hpp"

namespace sallyport::no_proxy {

/// A URL cut into parts, each as the user wrote it. Made only of a URL that parse_request_target reads.
struct WrittenUrl {
  std::string scheme;      ///< lower case: `http` or `https`
  std::string authority;   ///< with user and port
  std::string host;        ///< IPv6 in brackets; percent-encoding, case and trailing dot kept
  std::string port_text;   ///< empty: not given
  std::uint16_t port = 0;  ///< in effect
  [[nodiscard]] bool is_ipv6() const { return host.starts_with('['); }
  /// The host without brackets.
  [[nodiscard]] std::string_view bare_host() const;
};

[[nodiscard]] Result<WrittenUrl> cut_url(std::string_view url);

}  // namespace sallyport::no_proxy
