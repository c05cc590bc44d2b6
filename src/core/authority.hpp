#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "sallyport/core/host.hpp"

namespace sallyport {

/// `host [":" port]` (RFC 3986 §3.2), cut but not checked. Brackets stay with the host; text with two or more colons
/// and no bracket is all host, as in `2001:db8::1`.
struct Authority {
  std::string_view host;
  std::optional<std::string_view> port;

  /// An IPv6 address that lacks its brackets, so that a port behind it cannot be told apart.
  [[nodiscard]] bool lacks_brackets() const { return !host.starts_with('[') && host.find(':') != host.npos; }
};

[[nodiscard]] Authority split_authority(std::string_view text);

/// As a URL has it: IPv6 in brackets.
[[nodiscard]] std::string in_url(const IpAddress& address);

}  // namespace sallyport
