#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include "sallyport/core/result.hpp"

namespace sallyport {

/// An IPv4 or IPv6 address in network byte order. An IPv4-mapped IPv6 address (RFC 4291 §2.5.5.2) is held as IPv4.
struct IpAddress {
  std::array<std::uint8_t, 16> bytes{};
  bool is_v4 = false;  ///< the first four bytes count

  [[nodiscard]] bool is_loopback() const;       ///< 127.0.0.0/8 or ::1
  [[nodiscard]] std::string to_string() const;  ///< RFC 5952, without brackets
  /// True when the first `prefix_length` bits agree and both are of one family.
  [[nodiscard]] bool shares_prefix(const IpAddress& other, int prefix_length) const;
  bool operator==(const IpAddress&) const = default;
};

/// Four decimal octets without leading zeros (RFC 3986 IPv4address), or IPv6 (RFC 4291 §2.2) with or without brackets.
/// `127.1`, `0x7f000001` and `010.0.0.1` are no addresses. A zone id is refused here; `parse_host` handles it.
[[nodiscard]] Result<IpAddress> parse_ip_address(std::string_view text);

/// The host of a request, canonical: an address, or a name in lower-case A-labels (UTS #46 non-transitional) without a
/// trailing dot. A zone id (`fe80::1%eth0`) is dropped: it never makes a host match.
struct Host {
  std::variant<std::string, IpAddress> value;

  [[nodiscard]] bool is_address() const { return value.index() == 1; }
  [[nodiscard]] const std::string& name() const { return std::get<std::string>(value); }
  [[nodiscard]] const IpAddress& address() const { return std::get<IpAddress>(value); }
  /// `localhost`, `*.localhost` (RFC 6761 §6.3), 127.0.0.0/8, ::1.
  [[nodiscard]] bool is_loopback() const;
  [[nodiscard]] std::string to_string() const;
};

[[nodiscard]] Result<Host> parse_host(std::string_view text);

/// A name in lower-case A-labels without a trailing dot. A name that UTS #46 refuses (`a_b`, over-long labels) is
/// lower-cased in ASCII when it is ASCII, else refused.
[[nodiscard]] Result<std::string> to_a_labels(std::string_view name);

}  // namespace sallyport
