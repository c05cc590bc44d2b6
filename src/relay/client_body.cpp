#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "relay/client_session.hpp"
#include "relay/message_io.hpp"

// The body of a request, which may have to be sent twice. As in client_session.cpp, what is awaited and its arguments
// get names.
namespace sallyport::relay {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using Code = boost::system::error_code;

/// Until cancelled.
asio::awaitable<void> wait_for_ever() {
  asio::steady_timer never(co_await asio::this_coro::executor, asio::steady_timer::time_point::max());
  Code cancelled;
  co_await never.async_wait(asio::redirect_error(asio::use_awaitable, cancelled));
}

}  // namespace

/// A body that may have to be sent twice is held when it is small; for any other it is first found out what the proxy
/// asks for. kDone: the request can be sent; kClose: the client has been answered, or its body breaks off.
asio::awaitable<ClientSession::End> ClientSession::prepare_body(Exchange& exchange) {
  RequestParser& request = exchange.request;
  const bool small = request.content_length() && *request.content_length() <= kHeldBody;
  if (!small || expects_continue(request)) co_return co_await probe(exchange);
  exchange.held_body.emplace();
  const bool read = co_await read_body(request, client_, buffer_, kHeldBody, deadline_, *exchange.held_body);
  record_.sent += exchange.held_body->size();
  co_return read ? End::kDone : End::kClose;
}

/// Sends a request that has no body, to learn what the proxy asks for.
asio::awaitable<ClientSession::End> ClientSession::probe(Exchange& exchange) {
  for (int tries = 0; tries < kTries && !exchange.login->knows_what_is_asked(exchange.asked.authority); ++tries) {
    auto upstream = co_await context_.upstreams.open(exchange.hop, exchange.asked, context_.router.ca_file(), true);
    if (!upstream) break;  // the request itself will say why
    const std::string uri = absolute_uri(exchange.asked);
    auto pass = co_await exchange.login->before({"HEAD", uri, exchange.asked.authority});
    std::string question;
    write_probe_head(question, exchange.asked, pass->authorization());
    upstream_ = upstream->stream.get();
    deadline_.set(kStallTime);
    const bool sent = co_await write_text(*upstream_, question);
    wipe_memory(question.data(), question.size());
    boost::beast::flat_buffer buffer;
    std::string head;
    HeadEnd read = HeadEnd::kBroken;
    if (sent) read = co_await read_head(*upstream_, buffer, head);
    upstream_ = nullptr;
    ResponseParser response;
    response.skip(true);
    if (read != HeadEnd::kComplete || !parse_head(response, head)) break;
    const auto challenges = challenges_of(response);
    const auto verdict = co_await exchange.login->after(std::move(pass), response.status(), challenges);
    if (may_reroute()) co_return End::kReroute;
    if (verdict.next != ProxyLogin::Next::kExplain) continue;
    (void)co_await refuse(verdict.status, verdict.reason);
    co_return End::kClose;
  }
  co_return End::kDone;
}

/// Returns only when the client breaks its body off.
asio::awaitable<void> ClientSession::send_body(Exchange& exchange, std::string_view head) {
  if (expects_continue(exchange.request)) {
    // The body comes when the answer to the head has asked for it.
    (void)co_await write_text(*exchange.upstream.stream, head);
    head = {};
  }
  if (buffer_.size() == 0) {
    Code error;
    co_await client_.socket().async_wait(tcp::socket::wait_read, asio::redirect_error(asio::use_awaitable, error));
    if (error) co_return;  // the client has gone, or the answer came first
  }
  exchange.body_went_out = true;
  const BodyEnd end = co_await pass_body(exchange.request, client_, buffer_, *exchange.upstream.stream, head,
                                         BodyForm::kAsItCame, deadline_, record_.sent);
  exchange.body_is_out = end == BodyEnd::kComplete;
  // An answer may take its time, unless it is on its way already.
  if (exchange.body_is_out && awaits_response_) deadline_.clear();
  if (end != BodyEnd::kSourceBroke) co_await wait_for_ever();
}

}  // namespace sallyport::relay
