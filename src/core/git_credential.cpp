#include "sallyport/core/git_credential.hpp"

#include <algorithm>

#include "core/authority.hpp"
#include "sallyport/core/ascii.hpp"
#include "sallyport/core/proxy_url.hpp"

namespace sallyport {
namespace {

tl::unexpected<Error> unreadable() {
  return failure(
      ErrorCode::kInvalidValue,
      "What stands on standard input is not git's credential protocol: lines of KEY=VALUE, then an empty one.");
}

/// `socks` and `socks4` are SOCKS4 to git, which has no passwords.
std::optional<ProxyProtocol> protocol_of(std::string_view word) {
  const std::string lower = ascii_lower(word);
  if (lower == "http") return ProxyProtocol::kHttp;
  if (lower == "https") return ProxyProtocol::kHttps;
  if (lower == "socks5" || lower == "socks5h") return ProxyProtocol::kSocks5;
  return std::nullopt;
}

std::uint16_t default_port(ProxyProtocol protocol) { return protocol == ProxyProtocol::kHttps ? 443 : 1080; }

std::optional<Endpoint> proxy_of(std::string_view protocol_word, std::string_view host_and_port) {
  const auto protocol = protocol_of(protocol_word);
  if (!protocol) return std::nullopt;
  const Authority authority = split_authority(host_and_port);
  auto host = parse_proxy_host(authority.host);
  if (!host) return std::nullopt;
  std::uint16_t port = default_port(*protocol);
  if (authority.port) {
    const auto named = parse_port(*authority.port);
    if (!named) return std::nullopt;
    port = *named;
  }
  return Endpoint{*protocol, *std::move(host), port};
}

class AttributeReader {
 public:
  void take(std::string_view key, std::string_view value) {
    if (key == "protocol") {
      protocol_ = value;
    } else if (key == "host") {
      host_ = value;
    } else if (key == "username") {
      credential_.username = value;
    } else if (key == "password") {
      credential_.password = Secret(value);
    } else if (key == "url") {
      take_url(value);
    }
  }

  GitCredential credential() && {
    credential_.proxy = proxy_of(protocol_, host_);
    return std::move(credential_);
  }

 private:
  void take_url(std::string_view text) {
    protocol_.clear();
    host_.clear();
    auto url = parse_proxy_url(text);
    if (!url) return;
    protocol_ = text.substr(0, text.find("://"));
    if (!url->names_port && protocol_of(protocol_)) url->endpoint.port = default_port(url->endpoint.protocol);
    host_ = url->endpoint.host_and_port();
    if (!url->credential) return;
    credential_.username = std::move(url->credential->username);
    if (!url->credential->password.empty()) credential_.password = std::move(url->credential->password);
  }

  std::string protocol_;
  std::string host_;
  GitCredential credential_;
};

bool fits_line(std::string_view value) {
  return std::ranges::none_of(value, [](char c) { return c == '\n' || c == '\r' || c == '\0'; });
}

}  // namespace

Result<GitCredential> parse_git_credential(std::string_view text) {
  if (text.size() > kLongestGitCredential || text.find('\0') != text.npos) return unreadable();
  AttributeReader reader;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    if (line.empty()) break;
    const auto equals = line.find('=');
    if (equals == line.npos) return unreadable();
    reader.take(line.substr(0, equals), line.substr(equals + 1));
  }
  return std::move(reader).credential();
}

Result<Secret> format_git_credential(const Credential& credential) {
  if (!fits_line(credential.username) || !fits_line(credential.password.reveal())) {
    return failure(
        ErrorCode::kInvalidValue,
        "The user name or password that is stored holds a line end, which git cannot be given. Store it again "
        "with `sallyport credential set`.");
  }
  std::string lines;
  lines.reserve(credential.username.size() + credential.password.reveal().size() + 32);
  lines.append("username=").append(credential.username).append("\npassword=").append(credential.password.reveal());
  lines.append("\n");
  Secret secret(lines);
  wipe_memory(lines.data(), lines.size());
  return secret;
}

}  // namespace sallyport
