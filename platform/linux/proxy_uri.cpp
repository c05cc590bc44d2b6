#include "platform/linux/proxy_uri.hpp"

#include <string>
#include <utility>

#include "sallyport/core/ascii.hpp"

namespace sallyport {
namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

/// A percent sign that starts no code stands for itself.
std::string percent_decode(std::string_view text) {
  std::string decoded;
  decoded.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool is_code =
        text[i] == '%' && i + 2 < text.size() && hex_digit(text[i + 1]) >= 0 && hex_digit(text[i + 2]) >= 0;
    if (!is_code) {
      decoded += text[i];
      continue;
    }
    decoded += static_cast<char>(hex_digit(text[i + 1]) * 16 + hex_digit(text[i + 2]));
    i += 2;
  }
  return decoded;
}

Credential parse_user_info(std::string_view text) {
  const auto colon = text.find(':');
  Credential credential;
  credential.username = percent_decode(text.substr(0, colon));
  if (colon != std::string_view::npos) {
    std::string password = percent_decode(text.substr(colon + 1));
    credential.password = Secret(password);
    wipe_memory(password.data(), password.size());
  }
  return credential;
}

}  // namespace

Result<std::optional<SystemProxyServer>> parse_proxy_uri(std::string_view text) {
  std::string scheme = "http";
  if (const auto end = text.find("://"); end != std::string_view::npos) {
    scheme = ascii_lower(text.substr(0, end));
    text.remove_prefix(end + 3);
  }
  if (scheme == "direct") return std::optional<SystemProxyServer>();

  ProxyProtocol protocol = ProxyProtocol::kHttp;
  if (scheme == "https") {
    protocol = ProxyProtocol::kHttps;
  } else if (scheme == "socks" || scheme == "socks5" || scheme == "socks5h") {
    protocol = ProxyProtocol::kSocks5;
  } else if (scheme != "http") {
    return failure(ErrorCode::kUnsupported,
                   "The system names a proxy of a kind that Sallyport cannot use. Choose an HTTP, HTTPS or SOCKS 5 "
                   "proxy in the system's settings.",
                   scheme.size() <= 8 ? scheme : std::string());
  }

  SystemProxyServer server;
  text = text.substr(0, text.find('/'));
  if (const auto at = text.rfind('@'); at != std::string_view::npos) {
    Credential credential = parse_user_info(text.substr(0, at));
    if (!credential.username.empty()) server.credential = std::move(credential);
    text.remove_prefix(at + 1);
  }
  auto endpoint = parse_endpoint(text, protocol);
  if (!endpoint) return tl::unexpected(endpoint.error());
  endpoint->protocol = protocol;
  server.endpoint = std::move(*endpoint);
  return server;
}

}  // namespace sallyport
