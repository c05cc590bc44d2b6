#include "relay/client_session.hpp"

#include <fmt/format.h>

#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>
#include <vector>

#include "relay/explanation.hpp"
#include "relay/message_io.hpp"
#include "relay/tunnel.hpp"

// GCC 12 mishandles a co_await within a condition, and temporaries among its arguments: they get names.
namespace sallyport::relay {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using Code = boost::system::error_code;

constexpr std::chrono::seconds kLingerTime{2};
constexpr std::string_view kAskedAnew =
    "The proxy asked for the login anew after the body had been sent. Send the request again.";

/// May be sent again after a connection broke (RFC 9110 §9.2.2).
bool is_idempotent(std::string_view method) {
  return method == "GET" || method == "HEAD" || method == "OPTIONS" || method == "TRACE" || method == "PUT" ||
         method == "DELETE";
}

}  // namespace

ClientSession::ClientSession(tcp::socket socket, RelayContext& context)
    : context_(context), client_(std::move(socket)), deadline_(context.now) {
  context_.sessions.insert(this);
}

ClientSession::~ClientSession() {
  context_.sessions.erase(this);
  end_record();
}

asio::awaitable<void> ClientSession::run() {
  const bool still_there = co_await serve_requests();
  if (!still_there) co_return;
  if (!through_.stream) {
    co_await linger();
    co_return;
  }
  // Run from here, a tunnel that may be open for hours keeps no frames that it does not need.
  const bool begun = co_await begin_tunnel();
  if (begun) co_await run_tunnel(client_, *upstream_, context_.tunnel_buffer, record_.sent, record_.received);
}

/// Until there are no more to come, or one has opened a tunnel; false when the client has gone.
asio::awaitable<bool> ClientSession::serve_requests() {
  // Most ask as soon as they have connected, and need not be waited for.
  read_what_is_there(client_.socket(), buffer_);
  for (bool open = true; open;) {
    deadline_.set(kIdleTime);
    if (buffer_.size() == 0) {
      Code error;
      co_await client_.socket().async_wait(tcp::socket::wait_read, asio::redirect_error(asio::use_awaitable, error));
      if (error) co_return false;
    }
    deadline_.set(kHeadTime);
    RequestParser request;
    switch (co_await read_head(client_, buffer_, head_)) {
      case HeadEnd::kClosed:
      case HeadEnd::kBroken:
        co_return false;
      case HeadEnd::kTooLong:
        open = co_await refuse(431, "The head of the request is longer than 64 KiB.");
        break;
      case HeadEnd::kBadLines:
        open = co_await refuse(400, "The request has a line that does not end in CR LF.");
        break;
      case HeadEnd::kComplete:
        if (parse_head(request, head_)) {
          open = co_await serve(request);
        } else {
          open = co_await refuse(400, "The request is not valid HTTP/1.1.");
        }
        break;
    }
    if (!through_.stream) end_record();
  }
  co_return true;
}

asio::awaitable<bool> ClientSession::serve(RequestParser& request) {
  if (auto framed = check_framing(request); !framed) {
    co_return co_await refuse(framed.error().status, framed.error().reason);
  }
  auto asked = parse_proxy_request(request.method(), request.target());
  if (!asked) co_return co_await refuse(asked.error().status, asked.error().reason);

  began_ = std::chrono::steady_clock::now();
  record_ = {};
  record_.started = std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
  record_.host = asked->target.host.to_string();
  record_.port = asked->target.port;
  record_.tunnel = asked->kind == ProxyRequest::Kind::kConnect;
  recording_ = true;

  const bool connects = asked->kind == ProxyRequest::Kind::kConnect;
  if (connects && !request.is_done()) co_return co_await refuse(400, "A CONNECT request has no body.");
  Exchange exchange{.request = request, .asked = *asked};
  std::optional<bool> open;
  while (!open) {
    deadline_.clear();
    const auto choice = co_await context_.router.decide(asked->target);
    if (!choice) co_return co_await refuse(502, choice.error().message);
    rules_ = choice->rules;
    record_.route.rule = choice->rule;
    record_.route.reason = choice->reason;
    if (connects) {
      open = co_await open_tunnel(*asked, *choice);
    } else {
      open = co_await forward(exchange, *choice);
    }
  }
  co_return *open;
}

/// Whether the client's connection goes on; nothing when the way is to be decided on anew.
asio::awaitable<std::optional<bool>> ClientSession::forward(Exchange& exchange, const RouteChoice& choice) {
  std::string failure;
  for (const auto& hop : choice.hops) {
    exchange.hop = hop;
    exchange.login = hop && hop->protocol != ProxyProtocol::kSocks5 ? context_.logins.at(*hop) : nullptr;
    record_.route.proxy = hop;
    if (const auto open = co_await forward_by(exchange, failure)) co_return *open;
    if (!client_.socket().is_open()) co_return false;
    if (exchange.can_repeat() && may_reroute()) co_return std::nullopt;
    if (hop) context_.router.did_not_answer(*hop);
    if (!exchange.can_repeat()) break;
  }
  co_return co_await refuse(502, failure);
}

/// Whether the client's connection goes on; nothing when this hop does not answer, for which `failure` says why, or
/// when rules lead here that have changed.
asio::awaitable<std::optional<bool>> ClientSession::forward_by(Exchange& exchange, std::string& failure) {
  const bool head_request = exchange.request.method() == "HEAD";
  if (exchange.login && !exchange.request.is_done() && !exchange.held_body) {
    const End prepared = co_await prepare_body(exchange);
    if (prepared == End::kClose) co_return false;
    if (prepared == End::kReroute) co_return std::nullopt;
  }
  bool fresh = false;
  for (int tries = 0; tries < kTries; ++tries) {
    if (!exchange.next_leg) {
      auto upstream = co_await open_upstream(exchange, fresh);
      if (!upstream) {
        if (upstream.error().answered && !may_reroute()) {
          co_return co_await refuse(upstream.error().status, upstream.error().reason);
        }
        failure = std::move(upstream.error().reason);
        co_return std::nullopt;
      }
      exchange.upstream = std::move(*upstream);
      if (leads_here(exchange.hop, exchange.asked, *exchange.upstream.stream)) co_return co_await refuse(508, kLoop);
    }
    upstream_ = exchange.upstream.stream.get();
    const End end = co_await send_and_receive(exchange, head_request);
    upstream_ = nullptr;
    switch (end) {
      case End::kDone:
        co_return true;
      case End::kClose:
        co_return false;
      case End::kAgain:
        break;
      case End::kReroute:
        co_return std::nullopt;
      case End::kNoAnswer: {
        const bool may_repeat = exchange.can_repeat() && is_idempotent(exchange.request.method());
        if (may_repeat && may_reroute()) co_return std::nullopt;
        if (!may_repeat || !exchange.upstream.reused) {
          failure = fmt::format("{} closed the connection without an answer.",
                                exchange.hop ? "The proxy \"" + exchange.hop->host_and_port() + "\""
                                             : "\"" + exchange.asked.authority + "\"");
          co_return co_await refuse(502, failure);
        }
        fresh = true;
        break;
      }
    }
  }
  co_return co_await refuse(502, "The proxy asks for the login again and again. Check the proxy.");
}

asio::awaitable<ClientSession::End> ClientSession::send_and_receive(Exchange& exchange, bool head_request) {
  using namespace asio::experimental::awaitable_operators;  // NOLINT: its operators are its interface
  std::unique_ptr<ProxyLogin::Pass> pass = std::move(exchange.next_leg);
  if (exchange.login && !pass) {
    const std::string uri = absolute_uri(exchange.asked);
    pass = co_await exchange.login->before({exchange.request.method(), uri, exchange.asked.authority});
  }
  const bool through_http = exchange.hop && exchange.hop->protocol != ProxyProtocol::kSocks5;
  std::string head;
  write_request_head(head, exchange.request, exchange.asked,
                     through_http ? RequestForm::kAbsolute : RequestForm::kOrigin,
                     pass ? pass->authorization() : std::string_view());
  deadline_.set(kStallTime);
  if (exchange.is_sent()) {
    const bool sent = co_await write_text(*exchange.upstream.stream, head,
                                          exchange.held_body ? std::string_view(*exchange.held_body) : "");
    wipe_memory(head.data(), head.size());
    if (!sent) co_return End::kNoAnswer;
    co_return co_await receive(exchange, std::move(pass), head_request);
  }
  // The response may come before the body has ended, and ends the exchange.
  const auto first = co_await (receive(exchange, std::move(pass), head_request) || send_body(exchange, head));
  wipe_memory(head.data(), head.size());
  if (const End* end = std::get_if<0>(&first)) co_return *end;
  if (!exchange.answer_began) {
    (void)co_await refuse(400, "The body of the request breaks off, or its chunks are not valid HTTP/1.1.");
  }
  co_return End::kClose;
}

asio::awaitable<ClientSession::End> ClientSession::receive(Exchange& exchange, std::unique_ptr<ProxyLogin::Pass> pass,
                                                           bool head_request) {
  Stream& upstream = *exchange.upstream.stream;
  upstream_buffer_.clear();
  for (;;) {
    deadline_.clear();  // an answer may take its time, as long as the client waits for it
    awaits_response_ = true;
    const HeadEnd read = co_await read_head(upstream, upstream_buffer_, response_head_);
    awaits_response_ = false;
    if (read == HeadEnd::kClosed) co_return End::kNoAnswer;
    ResponseParser response;
    response.skip(head_request);
    if (read != HeadEnd::kComplete || !parse_head(response, response_head_) || !is_sound(response)) {
      (void)co_await refuse(502, "The answer that came is not valid HTTP/1.1.");
      co_return End::kClose;
    }
    if (response.status() / 100 == 1 && response.status() != 101) {
      std::string out;
      write_response_head(out, response, ResponseBody::kNone, true);
      if (!exchange.request.is_http_1_1()) continue;
      const bool passed_on = co_await write_text(client_, out);
      if (!passed_on) co_return End::kClose;
      continue;
    }
    if (exchange.login) {
      const auto challenges = challenges_of(response);
      auto verdict = co_await exchange.login->after(std::move(pass), response.status(), challenges);
      if (verdict.next == ProxyLogin::Next::kExplain && exchange.can_repeat() && may_reroute()) co_return End::kReroute;
      if (verdict.next == ProxyLogin::Next::kExplain ||
          (verdict.next == ProxyLogin::Next::kAgain && !exchange.can_repeat())) {
        const bool explains = verdict.next == ProxyLogin::Next::kExplain;
        const std::string reason = explains ? verdict.reason : std::string(kAskedAnew);
        (void)co_await refuse(explains ? verdict.status : 407, reason);
        co_return End::kClose;
      }
      if (verdict.next == ProxyLogin::Next::kAgain) {
        std::string page;
        bool whole = response.is_done();
        if (!whole) whole = co_await read_body(response, upstream, upstream_buffer_, kHeldBody, deadline_, page);
        // What has begun to go out meanwhile cannot be sent again.
        if (!exchange.can_repeat()) {
          (void)co_await refuse(407, kAskedAnew);
          co_return End::kClose;
        }
        // Where the body was announced and not sent, the proxy may take the next request for it.
        if (whole && response.keep_alive() && upstream_buffer_.size() == 0 && exchange.is_sent()) {
          exchange.next_leg = std::move(verdict.next_leg);
          if (!exchange.next_leg) keep_upstream(exchange);
        }
        co_return End::kAgain;
      }
    }
    co_return co_await answer(exchange, response);
  }
}

asio::awaitable<ClientSession::End> ClientSession::answer(Exchange& exchange, ResponseParser& response) {
  Stream& upstream = *exchange.upstream.stream;
  std::string head;
  if (response.status() == 101) {
    if (!asks_for_upgrade(exchange.request) || !exchange.is_sent()) {
      (void)co_await refuse(502, "The server switched to another protocol, which it was not asked for.");
      co_return End::kClose;
    }
    record_.status = response.status();
    write_response_head(head, response, ResponseBody::kNone, true);
    const bool passed_on = co_await write_text(client_, head);
    if (!passed_on) co_return End::kClose;
    record_.tunnel = true;
    through_ = std::move(exchange.upstream);
    co_return End::kClose;
  }
  record_.status = response.status();
  exchange.answer_began = true;
  // HTTP/1.0 knows no chunks (RFC 9112 §6.1), and no connection that a proxy keeps open (§9.3).
  const bool unwrap = response.chunked() && !exchange.request.is_http_1_1();
  const bool keep =
      exchange.request.is_http_1_1() && exchange.request.keep_alive() && !response.need_eof() && exchange.is_sent();
  write_response_head(head, response, unwrap ? ResponseBody::kWithoutChunks : ResponseBody::kAsItCame, keep);
  if (response.is_done()) {
    if (!co_await write_text(client_, head)) co_return End::kClose;
  } else {
    const BodyEnd end =
        co_await pass_body(response, upstream, upstream_buffer_, client_, head,
                           unwrap ? BodyForm::kWithoutChunks : BodyForm::kAsItCame, deadline_, record_.received);
    // Where the end of the connection is that of the body, a part would pass for the whole.
    if (end == BodyEnd::kSourceBroke && (unwrap || response.need_eof())) reset();
    if (end != BodyEnd::kComplete) co_return End::kClose;
  }
  if (response.keep_alive() && upstream_buffer_.size() == 0 && exchange.is_sent()) {
    keep_upstream(exchange);
  }
  co_return keep ? End::kDone : End::kClose;
}

/// A kept connection, where there is one: this client's own before all.
asio::awaitable<Reached<Upstream>> ClientSession::open_upstream(const Exchange& exchange, bool fresh) {
  const bool is_for_it = own_.stream && own_.key == Upstreams::key_of(exchange.hop, exchange.asked);
  if (is_for_it && !fresh && context_.upstreams.is_current(own_) && !is_stale(*own_.stream)) {
    own_.reused = true;
    co_return std::move(own_);
  }
  co_return co_await context_.upstreams.open(exchange.hop, exchange.asked, context_.router.ca_file(), fresh);
}

/// For the next request, which may be another client's, unless this client has signed in on the connection itself:
/// while the sending of this body is still called off, nobody here touches the connection.
void ClientSession::keep_upstream(Exchange& exchange) {
  upstream_ = nullptr;
  exchange.upstream.signed_in = exchange.upstream.signed_in || signs_in_connection(exchange.request);
  if (exchange.upstream.signed_in) {
    own_ = std::move(exchange.upstream);
  } else {
    context_.upstreams.keep(std::move(exchange.upstream));
  }
}

asio::awaitable<bool> ClientSession::refuse(unsigned status, std::string_view reason) {
  record_.status = status;
  deadline_.set(kStallTime);
  (void)co_await write_text(client_, explain(status, reason, true));
  co_return false;
}

/// What the client still sends is read for a moment: to close with it unread would take the answer from the client.
asio::awaitable<void> ClientSession::linger() {
  deadline_.set(kLingerTime);
  co_await client_.finish_sending();
  std::vector<char> ignored(4096);
  for (Code error; !error && client_.socket().is_open();) {
    (void)co_await client_.read_some(asio::buffer(ignored), error);
  }
}

/// By whatever name or settings it came to that.
bool ClientSession::leads_here(const std::optional<Endpoint>& hop, const ProxyRequest& asked, Stream& upstream) const {
  if ((hop ? hop->port : asked.target.port) != context_.port) return false;
  Code error;
  const auto to = upstream.socket().remote_endpoint(error);
  return !error && to.port() == context_.port && to.address().is_loopback();
}

/// The client sees that its connection broke, rather than ended.
void ClientSession::reset() {
  Code ignored;
  client_.socket().set_option(asio::socket_base::linger(true, 0), ignored);
  client_.socket().close(ignored);
}

bool ClientSession::client_has_gone() {
  char byte = 0;
  Code error;
  client_.socket().non_blocking(true, error);
  client_.socket().receive(asio::buffer(&byte, 1), asio::socket_base::message_peek, error);
  return error && error != asio::error::would_block;
}

void ClientSession::sweep() {
  if (deadline_.has_passed() || (awaits_response_ && client_has_gone())) abort();
}

void ClientSession::abort() {
  Code ignored;
  client_.socket().close(ignored);
  if (upstream_ != nullptr) upstream_->socket().close(ignored);
}

std::chrono::milliseconds ClientSession::lasted() const {
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - began_);
}

std::optional<RequestRecord> ClientSession::under_way() const {
  if (!recording_) return std::nullopt;
  RequestRecord record = record_;
  record.duration = lasted();
  return record;
}

void ClientSession::end_record() {
  if (!std::exchange(recording_, false)) return;
  record_.duration = lasted();
  if (context_.observer != nullptr) context_.observer->request_ended(std::move(record_));
}

}  // namespace sallyport::relay
