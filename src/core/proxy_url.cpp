#include "sallyport/core/proxy_url.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "sallyport/core/ascii.hpp"

namespace sallyport {
namespace {

constexpr std::string_view kHexDigits = "0123456789ABCDEF";

struct Scheme {
  std::string_view name;
  ProxyProtocol protocol;
  std::string_view default_port;
};
constexpr std::array<Scheme, 5> kSchemes = {{{"http", ProxyProtocol::kHttp, "80"},
                                             {"https", ProxyProtocol::kHttps, "443"},
                                             {"socks5h", ProxyProtocol::kSocks5, "1080"},
                                             {"socks5", ProxyProtocol::kSocks5, "1080"},
                                             {"socks", ProxyProtocol::kSocks5, "1080"}}};

const Scheme* find_scheme(std::string_view name) {
  for (const Scheme& scheme : kSchemes) {
    if (scheme.name == name) return &scheme;
  }
  return nullptr;
}

int hex_value(char c) {
  const char upper = c >= 'a' && c <= 'f' ? static_cast<char>(c - 'a' + 'A') : c;
  const auto digit = kHexDigits.find(upper);
  return digit == std::string_view::npos ? -1 : static_cast<int>(digit);
}

/// A `%` that no two hex digits follow stands for itself: hand-written URLs have them.
std::string percent_decode(std::string_view text) {
  std::string decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size() && hex_value(text[i + 1]) >= 0 && hex_value(text[i + 2]) >= 0) {
      decoded += static_cast<char>(hex_value(text[i + 1]) * 16 + hex_value(text[i + 2]));
      i += 2;
    } else {
      decoded += text[i];
    }
  }
  return decoded;
}

/// Whether `authority` ends in `:PORT`; the colons of an IPv6 address in brackets do not count.
bool has_port(std::string_view authority) {
  const auto bracket = authority.rfind(']');
  const auto colon = authority.rfind(':');
  return colon != std::string_view::npos && (bracket == std::string_view::npos || colon > bracket);
}

Credential split_userinfo(std::string_view userinfo) {
  const auto colon = userinfo.find(':');
  std::string password = colon == std::string_view::npos ? std::string() : percent_decode(userinfo.substr(colon + 1));
  Credential credential{percent_decode(userinfo.substr(0, colon)), Secret(password)};
  wipe_memory(password.data(), password.size());
  return credential;
}

}  // namespace

Result<ProxyUrl> parse_proxy_url(std::string_view text) {
  const Scheme* scheme = &kSchemes.front();
  if (const auto separator = text.find("://"); separator != std::string_view::npos) {
    scheme = find_scheme(ascii_lower(text.substr(0, separator)));
    if (scheme == nullptr) {
      return failure(ErrorCode::kInvalidValue,
                     "The proxy URL has a protocol other than http, https and socks5; correct it.");
    }
    text.remove_prefix(separator + 3);
  }
  // A proxy's URL has no path that means anything, but a hand-written password may hold an unescaped `@` or `/`.
  ProxyUrl url;
  const auto at = text.rfind('@');
  if (at != std::string_view::npos) {
    url.credential = split_userinfo(text.substr(0, at));
    text.remove_prefix(at + 1);
  }
  const auto end = std::min(text.find_first_of("/?#"), text.size());
  url.names_path = text.substr(end) != "" && text.substr(end) != "/";
  std::string authority(text.substr(0, end));
  url.names_port = has_port(authority);
  if (!url.names_port) authority += ":" + std::string(scheme->default_port);
  auto endpoint = parse_endpoint(authority, scheme->protocol);
  if (!endpoint) {
    return failure(ErrorCode::kInvalidValue, "The proxy URL names no server that can be read; write http://HOST:PORT.");
  }
  url.endpoint = *std::move(endpoint);
  return url;
}

std::string percent_encode_userinfo(std::string_view text) {
  std::string encoded;
  encoded.reserve(text.size() * 3);
  for (const char c : text) {
    const bool unreserved = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                            c == '.' || c == '_' || c == '~';
    if (unreserved) {
      encoded += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      encoded += '%';
      encoded += kHexDigits[byte >> 4];
      encoded += kHexDigits[byte & 15];
    }
  }
  return encoded;
}

Secret format_proxy_url(const Endpoint& endpoint, std::string_view username, const Secret& password) {
  std::string url = endpoint.url();
  std::string encoded_password = percent_encode_userinfo(password.reveal());
  std::string userinfo;
  userinfo.reserve(username.size() * 3 + encoded_password.size() + 2);
  userinfo += percent_encode_userinfo(username);
  userinfo += ':';
  userinfo += encoded_password;
  userinfo += '@';
  const auto host = url.find("://") + 3;
  std::string whole;
  whole.reserve(url.size() + userinfo.size());
  whole.append(url, 0, host).append(userinfo).append(url, host);
  Secret secret(whole);
  for (std::string* part : {&encoded_password, &userinfo, &whole}) wipe_memory(part->data(), part->size());
  return secret;
}

std::string format_masked_proxy_url(const Endpoint& endpoint, std::string_view username) {
  std::string url = endpoint.url();
  return url.insert(url.find("://") + 3, percent_encode_userinfo(username) + ":***@");
}

}  // namespace sallyport
