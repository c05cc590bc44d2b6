#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "relay/message_parser.hpp"
#include "relay/proxy_request.hpp"

namespace {

using namespace sallyport::relay;

void check(bool holds) {
  if (!holds) std::abort();
}

/// What the client reads is what was read here, whatever a server sent: one message, of the same length.
void check_head(const ResponseParser& response, ResponseBody body, bool keep_alive) {
  std::string head;
  write_response_head(head, response, body, keep_alive);
  check(head.find("\r\n\r\n") == head.size() - 4);
  ResponseParser again;
  // What the relay adds may be more than there is room for.
  if (!parse_head(again, head)) return check(head.size() > kHeadLimit || response.fields().size() + 8 > kFieldLimit);
  check(again.status() == response.status() && again.is_http_1_1());
  const bool may_have_body = response.status() >= 200 && response.status() != 204;
  check(again.chunked() == (may_have_body && response.chunked() && body == ResponseBody::kAsItCame));
  if (may_have_body) {
    check(again.content_length() == response.content_length());
  } else {
    check(!again.content_length() || *again.content_length() == 0);
  }
  for (const Field& each : again.fields()) {
    check(each.known != boost::beast::http::field::proxy_authenticate);
    check(response.status() == 101 || each.known != boost::beast::http::field::upgrade);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto end = text.find("\r\n\r\n");
  if (end == std::string_view::npos) return 0;
  const std::string head(text.substr(0, end + 4));
  ResponseParser response;
  if (!parse_head(response, head)) return 0;
  check(challenges_of(response).empty() || response.status() == 407);
  if (!is_sound(response)) return 0;
  for (const auto body : {ResponseBody::kNone, ResponseBody::kAsItCame, ResponseBody::kWithoutChunks}) {
    check_head(response, body, true);
    check_head(response, body, false);
  }
  std::size_t taken = 0;
  const std::string_view body = text.substr(head.size());
  if (take_body(response, body, taken))
    check(taken <= body.size() &&
          (response.need_eof() || taken == body.size() || response.is_done() || response.chunked()));
  return 0;
}
