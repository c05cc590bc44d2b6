#include "relay/proxy_request.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "sallyport/core/ascii.hpp"
#include "sallyport/core/endpoint.hpp"

namespace sallyport::relay {
namespace {

namespace http = boost::beast::http;
using http::field;

constexpr std::string_view kVia = "Via: 1.1 sallyport\r\n";

/// Calls `act` for each member of a comma-separated list.
template <typename Act>
void for_each_member(std::string_view list, Act act) {
  while (!list.empty()) {
    const auto comma = list.find(',');
    act(trimmed(list.substr(0, comma), " \t"));
    if (comma == std::string_view::npos) return;
    list.remove_prefix(comma + 1);
  }
}

bool lists(std::string_view value, std::string_view token) {
  bool found = false;
  for_each_member(value, [&](std::string_view member) { found |= equal_without_case(member, token); });
  return found;
}

/// Fields that concern one connection only.
bool is_hop_by_hop(field known) {
  switch (known) {
    case field::connection:
    case field::proxy_connection:
    case field::keep_alive:
    case field::te:
    case field::transfer_encoding:
    case field::upgrade:
    case field::proxy_authorization:
    case field::proxy_authenticate:
    case field::proxy_authentication_info:
      return true;
    default:
      return false;
  }
}

/// The end-to-end fields: without those that concern one connection, or that a Connection field names.
template <typename Fields, typename Act>
void for_each_end_to_end(const Fields& fields, Act act) {
  const bool names_others = std::any_of(fields.begin(), fields.end(), [](const Field& each) {
    return (each.known == field::connection || each.known == field::proxy_connection) &&
           !equal_without_case(each.value, "keep-alive") && !equal_without_case(each.value, "close");
  });
  for (const Field& each : fields) {
    if (is_hop_by_hop(each.known)) continue;
    if (names_others && std::any_of(fields.begin(), fields.end(), [&each](const Field& other) {
          return (other.known == field::connection || other.known == field::proxy_connection) &&
                 lists(other.value, each.name);
        })) {
      // What frames the message or names its target is never given up to a Connection field.
      if (each.known != field::content_length && each.known != field::host) continue;
    }
    act(each);
  }
}

void add(std::string& out, std::string_view name, std::string_view value) {
  out.append(name).append(": ").append(value).append("\r\n");
}

Refusal refuse(unsigned status, std::string reason) { return {status, std::move(reason)}; }

tl::expected<ProxyRequest, Refusal> parse_authority(std::string_view text, ProxyRequest::Kind kind) {
  const bool connects = kind == ProxyRequest::Kind::kConnect;
  if (text.find('@') != std::string_view::npos) {
    return tl::unexpected(refuse(400,
                                 "The address of the request has a user name in it, which a proxy does not take. "
                                 "Send it in an Authorization field."));
  }
  std::string_view host = text;
  std::string_view port_text;
  const auto bracket = text.rfind(']');
  const auto colon = text.rfind(':');
  if (colon != std::string_view::npos && (bracket == std::string_view::npos || colon > bracket)) {
    host = text.substr(0, colon);
    port_text = text.substr(colon + 1);
  }
  if (connects && port_text.empty()) {
    return tl::unexpected(refuse(400, "CONNECT needs a host and a port, such as \"example.com:443\"."));
  }
  auto parsed = parse_host(host);
  if (!parsed || host.empty()) {
    return tl::unexpected(refuse(400, "The host of the request cannot be read. Check the address."));
  }
  ProxyRequest request;
  request.kind = kind;
  request.target.scheme = connects ? "https" : "http";
  request.target.port = connects ? 443 : 80;
  if (!port_text.empty()) {
    const auto port = parse_port(port_text);
    if (!port) return tl::unexpected(refuse(400, "The port of the request is not a number from 1 to 65535."));
    request.target.port = *port;
  }
  request.target.host = std::move(*parsed);
  request.authority = authority_of(request.target, connects);
  return request;
}

}  // namespace

tl::expected<ProxyRequest, Refusal> parse_proxy_request(std::string_view method, std::string_view target) {
  if (method == "CONNECT") return parse_authority(target, ProxyRequest::Kind::kConnect);
  if (method == "TRACE") {
    return tl::unexpected(refuse(501, "Sallyport's relay does not forward TRACE, which would show the proxy's login."));
  }
  constexpr std::string_view kScheme = "http://";
  if (!equal_without_case(target.substr(0, kScheme.size()), kScheme)) {
    if (target.find("://") != std::string_view::npos) {
      return tl::unexpected(refuse(501, "Sallyport's relay forwards http addresses; for https, programs use CONNECT."));
    }
    return tl::unexpected(refuse(400, "This is a proxy of Sallyport for one app, not a web server."));
  }
  std::string_view rest = target.substr(kScheme.size());
  const auto end = rest.find_first_of("/?#");
  auto request = parse_authority(rest.substr(0, end), ProxyRequest::Kind::kForward);
  if (!request) return request;
  rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end);
  if (rest.find('#') != std::string_view::npos) {
    return tl::unexpected(refuse(400, "The address of the request has a fragment (\"#\") in it, which is never sent."));
  }
  if (method == "OPTIONS" && rest.empty()) return request;
  request->path = rest.empty() || rest.front() != '/' ? "/" : "";
  request->path += rest;
  return request;
}

tl::expected<void, Refusal> check_framing(const RequestParser& request) {
  int codings = 0;
  int hosts = 0;
  for (const Field& each : request.fields()) {
    if (each.known == field::transfer_encoding) {
      ++codings;
      if (!equal_without_case(each.value, "chunked")) {
        return tl::unexpected(refuse(501, "The request has a transfer coding other than \"chunked\"."));
      }
    }
    if (each.known == field::host) ++hosts;
  }
  if (codings > 1 || (codings == 1 && !request.is_http_1_1())) {
    return tl::unexpected(refuse(400, "The request says in two ways where its body ends."));
  }
  if (hosts > 1) return tl::unexpected(refuse(400, "The request names its host more than once."));
  return {};
}

bool is_sound(const ResponseParser& response) {
  if (response.status() < 100) return false;
  for (const Field& each : response.fields()) {
    if (each.known != field::transfer_encoding) continue;
    if (!equal_without_case(each.value, "chunked") || !response.is_http_1_1()) return false;
  }
  return true;
}

std::vector<std::string> challenges_of(const ResponseParser& response) {
  std::vector<std::string> values;
  if (response.status() != 407) return values;
  for (const Field& each : response.fields()) {
    if (each.known == field::proxy_authenticate) values.emplace_back(each.value);
  }
  return values;
}

bool asks_for_upgrade(const RequestParser& request) {
  bool names = false;
  bool connects = false;
  for (const Field& each : request.fields()) {
    names |= each.known == field::upgrade;
    connects |= each.known == field::connection && lists(each.value, "upgrade");
  }
  return names && connects && request.is_http_1_1();
}

bool expects_continue(const RequestParser& request) {
  return request.is_http_1_1() && std::any_of(request.fields().begin(), request.fields().end(), [](const Field& each) {
           return each.known == field::expect && equal_without_case(each.value, "100-continue");
         });
}

bool signs_in_connection(const RequestParser& request) {
  return std::any_of(request.fields().begin(), request.fields().end(), [](const Field& each) {
    if (each.known != field::authorization) return false;
    const std::string_view scheme = each.value.substr(0, each.value.find(' '));
    return equal_without_case(scheme, "NTLM") || equal_without_case(scheme, "Negotiate");
  });
}

void write_request_head(std::string& out, const RequestParser& request, const ProxyRequest& asked, RequestForm form,
                        std::string_view authorization) {
  out.append(request.method()).append(" ");
  if (form == RequestForm::kAbsolute) out.append("http://").append(asked.authority);
  // The last proxy asks about the server as a whole with an asterisk (RFC 9112 §3.2.4).
  if (form == RequestForm::kOrigin && asked.path.empty()) out.append("*");
  out.append(asked.path).append(" HTTP/1.1\r\n");
  add(out, "Host", asked.authority);
  for_each_end_to_end(request.fields(), [&out](const Field& each) {
    if (each.known != field::host && each.known != field::content_length) add(out, each.name, each.value);
  });
  if (const auto length = request.content_length()) {
    out.append(fmt::format("Content-Length: {}\r\n", *length));
  } else if (request.chunked()) {
    out.append("Transfer-Encoding: chunked\r\n");
  }
  if (asks_for_upgrade(request)) {
    out.append("Connection: Upgrade\r\n");
    for (const Field& each : request.fields()) {
      if (each.known == field::upgrade) add(out, each.name, each.value);
    }
  }
  if (!authorization.empty()) add(out, "Proxy-Authorization", authorization);
  out.append(kVia).append("\r\n");
}

void write_probe_head(std::string& out, const ProxyRequest& asked, std::string_view authorization) {
  out.append("HEAD http://").append(asked.authority).append(asked.path).append(" HTTP/1.1\r\n");
  add(out, "Host", asked.authority);
  if (!authorization.empty()) add(out, "Proxy-Authorization", authorization);
  out.append(kVia).append("\r\n");
}

void write_connect_head(std::string& out, const ProxyRequest& asked, std::string_view authorization) {
  out.append("CONNECT ").append(asked.authority).append(" HTTP/1.1\r\n");
  add(out, "Host", asked.authority);
  if (!authorization.empty()) add(out, "Proxy-Authorization", authorization);
  out.append("\r\n");
}

void write_response_head(std::string& out, const ResponseParser& response, ResponseBody body, bool keep_alive) {
  out.append(fmt::format("HTTP/1.1 {:03} ", response.status())).append(response.reason()).append("\r\n");
  for_each_end_to_end(response.fields(), [&out](const Field& each) {
    if (each.known != field::content_length) add(out, each.name, each.value);
  });
  // Once, however often it came; and only where there may be one (RFC 9110 §8.6, RFC 9112 §6.1).
  const bool may_have_body = response.status() >= 200 && response.status() != 204;
  const auto length = response.content_length();
  if (may_have_body && length) out.append(fmt::format("Content-Length: {}\r\n", *length));
  if (response.status() == 101) {
    out.append("Connection: Upgrade\r\n");
    for (const Field& each : response.fields()) {
      if (each.known == field::upgrade) add(out, each.name, each.value);
    }
  } else {
    if (may_have_body && response.chunked() && body == ResponseBody::kAsItCame)
      out.append("Transfer-Encoding: chunked\r\n");
    if (!keep_alive && response.status() >= 200) out.append("Connection: close\r\n");
  }
  out.append(kVia).append("\r\n");
}

}  // namespace sallyport::relay
