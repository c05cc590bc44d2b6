#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>

#include "relay/message_parser.hpp"
#include "relay/proxy_request.hpp"

namespace {

using namespace sallyport::relay;

constexpr std::string_view kLogin = "Basic c2VjcmV0";

void check(bool holds) {
  if (!holds) std::abort();
}

/// What the next hop reads is what was read here, whatever a client sent: one message, to the host that was decided on,
/// with no login but the relay's.
void check_head(const RequestParser& request, const ProxyRequest& asked, RequestForm form) {
  std::string head;
  write_request_head(head, request, asked, form, kLogin);
  check(head.find("\r\n\r\n") == head.size() - 4);
  RequestParser again;
  // What the relay adds may be more than there is room for.
  if (!parse_head(again, head)) return check(head.size() > kHeadLimit || request.fields().size() + 8 > kFieldLimit);
  check(check_framing(again).has_value());
  check(again.method() == request.method());
  check(again.chunked() == request.chunked());
  check(again.content_length() == request.content_length());
  check(asks_for_upgrade(again) == asks_for_upgrade(request));
  int hosts = 0;
  int logins = 0;
  for (const Field& each : again.fields()) {
    if (each.known == boost::beast::http::field::host) check(++hosts == 1 && each.value == asked.authority);
    if (each.known == boost::beast::http::field::proxy_authorization) check(++logins == 1 && each.value == kLogin);
  }
  check(hosts == 1 && logins == 1);
  if (form == RequestForm::kOrigin) return check(again.target() == (asked.path.empty() ? "*" : asked.path));
  const auto target = parse_proxy_request(again.method(), again.target());
  check(target && target->authority == asked.authority && target->path == asked.path);
}

/// Where the body ends; nothing for one that is not whole or breaks its rules. As the relay reads it: what was not
/// taken comes again, with `step` more.
std::optional<std::size_t> end_of_body(std::string_view head, std::string_view body, std::size_t step) {
  RequestParser parser;
  check(parse_head(parser, head));
  std::size_t done = 0;
  std::size_t pieces = 0;
  for (std::size_t there = 0; !parser.is_done();) {
    if (there == body.size()) return std::nullopt;
    there = std::min(body.size(), there + step);
    std::size_t taken = 0;
    if (!take_body(parser, body.substr(done, there - done), taken)) return std::nullopt;
    for (const std::string_view piece : parser.body_pieces()) pieces += piece.size();
    done += taken;
  }
  check(pieces <= done && (!parser.content_length() || pieces == *parser.content_length()));
  return done;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto end = text.find("\r\n\r\n");
  if (end == std::string_view::npos) return 0;
  const std::string head(text.substr(0, end + 4));
  RequestParser request;
  if (!parse_head(request, head) || !check_framing(request)) return 0;
  (void)expects_continue(request);
  if (const auto asked = parse_proxy_request(request.method(), request.target())) {
    if (asked->kind == ProxyRequest::Kind::kForward) {
      check_head(request, *asked, RequestForm::kAbsolute);
      check_head(request, *asked, RequestForm::kOrigin);
    } else {
      const auto again = parse_proxy_request("CONNECT", asked->authority);
      check(again && again->authority == asked->authority);
    }
  }
  const std::string_view body = text.substr(head.size());
  check(end_of_body(head, body, 1) == end_of_body(head, body, body.size()));
  return 0;
}
