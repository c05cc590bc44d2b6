#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sallyport::no_proxy {

using Ipv6Bytes = std::array<std::uint8_t, 16>;

/// RFC 4291 §2.2, without brackets or zone. Unlike parse_ip_address it keeps an IPv4-mapped address as IPv6.
[[nodiscard]] std::optional<Ipv6Bytes> parse_ipv6(std::string_view text);
/// RFC 5952.
[[nodiscard]] std::string ipv6_text(const Ipv6Bytes& bytes);
/// As inet_ntop writes it: an IPv4-mapped address ends in dotted decimal.
[[nodiscard]] std::string ipv6_text_with_ipv4(const Ipv6Bytes& bytes);
/// Four decimal octets without leading zeros.
[[nodiscard]] std::optional<std::uint32_t> parse_dotted_ipv4(std::string_view text);
/// What inet_aton takes: one to four numbers, decimal, octal (`010`) or hexadecimal (`0x7f`), the last one filling up.
[[nodiscard]] std::optional<std::uint32_t> parse_loose_ipv4(std::string_view text);
[[nodiscard]] std::string ipv4_text(std::uint32_t address);
[[nodiscard]] bool shares_ipv4_prefix(std::uint32_t a, std::uint32_t b, int length);

/// `%41` decoded wherever two hexadecimal digits follow.
[[nodiscard]] std::string percent_decoded(std::string_view text);
/// ASCII as it is; else A-labels (UTS #46), a trailing dot kept. Empty where it is no name.
[[nodiscard]] std::optional<std::string> a_labels_of(std::string_view name);
/// Names and entries in lower case, beyond ASCII, too, by way of A-labels; a mark keeps `bücher` apart from
/// `xn--bcher-kva`.
[[nodiscard]] std::string folded(std::string_view text);

/// The host as a URL of the WHATWG standard serialises it: IPv6 in brackets, any form of IPv4 as four octets.
/// Empty where the standard refuses it.
[[nodiscard]] std::optional<std::string> whatwg_host(std::string_view written);

}  // namespace sallyport::no_proxy
