#include "relay/socks5_message.hpp"

#include <fmt/format.h>

#include <array>

namespace sallyport::relay {
namespace {

constexpr char kVersion = 5;
constexpr char kLoginVersion = 1;
constexpr char kConnect = 1;
constexpr char kIpv4 = 1;
constexpr char kName = 3;
constexpr char kIpv6 = 4;
/// Version, code, reserved byte, type of address.
constexpr std::size_t kReplyHead = 4;
constexpr std::size_t kPort = 2;

std::uint8_t byte(std::string_view bytes, std::size_t at) { return static_cast<std::uint8_t>(bytes[at]); }

tl::unexpected<Error> wrong_version(std::uint8_t first) {
  return failure(
      ErrorCode::kFailed,
      fmt::format("What answers there does not speak SOCKS5: its answer begins with the byte {:#04x}. Check the port, "
                  "or choose another type of proxy.",
                  first));
}

}  // namespace

std::string socks5_greeting(bool with_login) {
  std::string bytes = {kVersion, static_cast<char>(with_login ? 2 : 1), static_cast<char>(Socks5Method::kNone)};
  if (with_login) bytes += static_cast<char>(Socks5Method::kUserAndPassword);
  return bytes;
}

Result<Socks5Method> parse_socks5_choice(std::string_view bytes) {
  if (byte(bytes, 0) != kVersion) return wrong_version(byte(bytes, 0));
  switch (const auto method = static_cast<Socks5Method>(byte(bytes, 1))) {
    case Socks5Method::kNone:
    case Socks5Method::kUserAndPassword:
    case Socks5Method::kNoneAcceptable:
      return method;
  }
  return failure(ErrorCode::kFailed,
                 fmt::format("The SOCKS5 proxy chose the login method {:#04x}, which it was not offered. Ask its "
                             "administrator.",
                             byte(bytes, 1)));
}

Result<bool> parse_socks5_login_answer(std::string_view bytes) {
  if (byte(bytes, 0) == kLoginVersion) return byte(bytes, 1) == 0;
  return failure(ErrorCode::kFailed,
                 fmt::format("The SOCKS5 proxy answered the login in a way that Sallyport does not know (version {}). "
                             "Ask its administrator.",
                             byte(bytes, 0)));
}

Result<std::string> socks5_request(const Host& host, std::uint16_t port) {
  std::string bytes = {kVersion, kConnect, 0};
  if (host.is_address()) {
    const IpAddress& address = host.address();
    bytes += address.is_v4 ? kIpv4 : kIpv6;
    bytes.append(reinterpret_cast<const char*>(address.bytes.data()), address.is_v4 ? 4 : 16);
  } else {
    const std::string& name = host.name();
    if (name.empty() || name.size() > kLongestSocks5Text) {
      return failure(ErrorCode::kInvalidValue,
                     fmt::format("The name of the host has {} bytes, and SOCKS5 carries 1 to {}.", name.size(),
                                 kLongestSocks5Text));
    }
    bytes += kName;
    bytes += static_cast<char>(name.size());
    bytes += name;
  }
  bytes += static_cast<char>(port >> 8U);
  bytes += static_cast<char>(port & 0xFFU);
  return bytes;
}

Result<std::size_t> socks5_reply_missing(std::string_view bytes) {
  if (!bytes.empty() && byte(bytes, 0) != kVersion) return wrong_version(byte(bytes, 0));
  if (bytes.size() < kReplyHead) return kReplyHead - bytes.size();
  std::size_t size = kReplyHead;
  switch (bytes[3]) {
    case kIpv4:
      size += 4 + kPort;
      break;
    case kIpv6:
      size += 16 + kPort;
      break;
    case kName:
      if (bytes.size() == kReplyHead) return 1;
      size += std::size_t{1} + byte(bytes, kReplyHead) + kPort;
      break;
    default:
      return failure(ErrorCode::kFailed,
                     fmt::format("The SOCKS5 proxy answered with an address of an unknown type ({:#04x}). Ask its "
                                 "administrator.",
                                 byte(bytes, 3)));
  }
  return size > bytes.size() ? size - bytes.size() : 0;
}

std::uint8_t socks5_reply_code(std::string_view reply) { return byte(reply, 1); }

std::string describe_socks5_refusal(std::uint8_t code, std::string_view target) {
  switch (code) {
    case 1:
      return fmt::format("The SOCKS5 proxy could not connect to \"{}\" and does not say why. Look into its log.",
                         target);
    case 2:
      return fmt::format("The rules of the SOCKS5 proxy do not allow a connection to \"{}\". Ask its administrator.",
                         target);
    case 3:
      return fmt::format("The SOCKS5 proxy cannot reach the network of \"{}\". Check the address.", target);
    case 4:
      return fmt::format("The SOCKS5 proxy cannot reach \"{}\", or does not know its name. Check the name.", target);
    case 5:
      return fmt::format("\"{}\" refused the SOCKS5 proxy's connection. Check that a server runs there.", target);
    case 6:
      return fmt::format("The SOCKS5 proxy's connection to \"{}\" took too long. Try again later.", target);
    case 7:
      return fmt::format("The SOCKS5 proxy makes no connections, and so none to \"{}\". Ask its administrator.",
                         target);
    case 8:
      return fmt::format("The SOCKS5 proxy cannot use the kind of address that \"{}\" is. Use the host's name.",
                         target);
    default:
      return fmt::format("The SOCKS5 proxy refused a connection to \"{}\" with the unknown code {}. Look into its log.",
                         target, code);
  }
}

}  // namespace sallyport::relay
