#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "sallyport/core/host.hpp"
#include "sallyport/core/result.hpp"

namespace sallyport::relay {

// The messages of SOCKS5 as bytes (RFC 1928, RFC 1929). Errors are sentences about what the proxy sent.

/// How one signs in (RFC 1928 §3).
enum class Socks5Method : std::uint8_t { kNone = 0x00, kUserAndPassword = 0x02, kNoneAcceptable = 0xFF };

/// `with_login`: user and password are offered beside no login.
[[nodiscard]] std::string socks5_greeting(bool with_login);
/// The proxy's choice, two bytes.
[[nodiscard]] Result<Socks5Method> parse_socks5_choice(std::string_view bytes);

/// User and password have 1 to 255 bytes each (RFC 1929 §2), which the caller has looked after.
inline constexpr std::size_t kLongestSocks5Text = 255;
/// Whether the login was accepted; two bytes.
[[nodiscard]] Result<bool> parse_socks5_login_answer(std::string_view bytes);

/// Asks for a connection. kInvalidValue: a name of more than 255 bytes, or an empty one.
[[nodiscard]] Result<std::string> socks5_request(const Host& host, std::uint16_t port);

/// How many bytes of a reply are still to be read at least, given its beginning; 0: it is whole. Nothing after the
/// reply is ever asked for: that belongs to the connection.
[[nodiscard]] Result<std::size_t> socks5_reply_missing(std::string_view bytes);
/// The code of a whole reply; 0: connected.
[[nodiscard]] std::uint8_t socks5_reply_code(std::string_view reply);
/// What a code other than 0 means for the connection to `target` (`example.com:443`).
[[nodiscard]] std::string describe_socks5_refusal(std::uint8_t code, std::string_view target);

}  // namespace sallyport::relay
