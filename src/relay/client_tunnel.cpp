#include <fmt/format.h>

#include <boost/asio/use_awaitable.hpp>
#include <utility>

#include "relay/client_session.hpp"
#include "relay/explanation.hpp"
#include "relay/message_io.hpp"

// CONNECT (RFC 9110 §9.3.6). As in client_session.cpp, what is awaited and its arguments get names.
namespace sallyport::relay {
namespace {

namespace asio = boost::asio;
constexpr std::string_view kEstablished = "HTTP/1.1 200 Connection established\r\n\r\n";

}  // namespace

/// Whether the client's connection goes on; nothing when the way is to be decided on anew.
asio::awaitable<std::optional<bool>> ClientSession::open_tunnel(const ProxyRequest& asked, const RouteChoice& choice) {
  std::string failure;
  for (const auto& hop : choice.hops) {
    record_.route.proxy = hop;
    if (const auto open = co_await open_tunnel_by(asked, hop, failure)) co_return *open;
    if (!client_.socket().is_open()) co_return false;
    if (may_reroute()) co_return std::nullopt;
    if (hop) context_.router.did_not_answer(*hop);
  }
  co_return co_await refuse(502, failure);
}

asio::awaitable<std::optional<bool>> ClientSession::open_tunnel_by(const ProxyRequest& asked,
                                                                   const std::optional<Endpoint>& hop,
                                                                   std::string& failure) {
  Upstream upstream;
  std::unique_ptr<ProxyLogin::Pass> next_leg;
  for (int tries = 0; tries < kTries; ++tries) {
    if (!next_leg) {
      auto opened = co_await context_.upstreams.open_for_tunnel(hop, asked, context_.router.ca_file());
      if (!opened) {
        if (opened.error().answered && !may_reroute()) {
          co_return co_await refuse(opened.error().status, opened.error().reason);
        }
        failure = std::move(opened.error().reason);
        co_return std::nullopt;
      }
      upstream = std::move(*opened);
      if (leads_here(hop, asked, *upstream.stream)) co_return co_await refuse(508, kLoop);
    }
    upstream_ = upstream.stream.get();
    End end = End::kDone;
    if (hop && hop->protocol != ProxyProtocol::kSocks5) {
      const auto login = context_.logins.at(*hop);
      end = co_await ask_for_tunnel(asked, *login, *hop, *upstream.stream, next_leg);
    }
    if (end == End::kDone) {
      record_.status = 200;
      const bool told = co_await write_text(client_, kEstablished);
      upstream_ = nullptr;
      if (told) through_ = std::move(upstream);
      co_return false;
    }
    upstream_ = nullptr;
    if (end == End::kClose) co_return false;
    if (end == End::kReroute) co_return std::nullopt;
    if (end == End::kNoAnswer) {
      failure = fmt::format("The proxy \"{}\" closed the connection without an answer.", hop->host_and_port());
      co_return std::nullopt;
    }
  }
  co_return co_await refuse(502, "The proxy asks for the login again and again. Check the proxy.");
}

/// kDone: the proxy has opened the tunnel, and `upstream_buffer_` holds what came of it. `leg`: what to sign in with on
/// this connection, and for kAgain what to go on with.
asio::awaitable<ClientSession::End> ClientSession::ask_for_tunnel(const ProxyRequest& asked, ProxyLogin& login,
                                                                  const Endpoint& proxy, Stream& upstream,
                                                                  std::unique_ptr<ProxyLogin::Pass>& leg) {
  auto pass = std::move(leg);
  if (!pass) pass = co_await login.before({"CONNECT", asked.authority, asked.authority});
  std::string head;
  write_connect_head(head, asked, pass->authorization());
  deadline_.set(kStallTime);
  const bool sent = co_await write_text(upstream, head);
  wipe_memory(head.data(), head.size());
  if (!sent) co_return End::kNoAnswer;
  upstream_buffer_.clear();
  for (;;) {
    awaits_response_ = true;
    const HeadEnd read = co_await read_head(upstream, upstream_buffer_, response_head_);
    awaits_response_ = false;
    if (read == HeadEnd::kClosed) co_return End::kNoAnswer;
    ResponseParser response;
    if (read != HeadEnd::kComplete || !parse_head(response, response_head_)) {
      const std::string reason = fmt::format("\"{}\" did not answer as a proxy does.", proxy.host_and_port());
      (void)co_await refuse(502, reason);
      co_return End::kClose;
    }
    if (response.status() / 100 == 1) continue;
    const auto challenges = challenges_of(response);
    auto verdict = co_await login.after(std::move(pass), response.status(), challenges);
    if (verdict.next == ProxyLogin::Next::kAgain) {
      std::string page;
      if (verdict.next_leg && response.keep_alive()) {
        bool whole = response.is_done();
        if (!whole) whole = co_await read_body(response, upstream, upstream_buffer_, kHeadLimit, deadline_, page);
        if (whole && upstream_buffer_.size() == 0) leg = std::move(verdict.next_leg);
      }
      co_return End::kAgain;
    }
    if (verdict.next == ProxyLogin::Next::kExplain) {
      if (may_reroute()) co_return End::kReroute;
      (void)co_await refuse(verdict.status, verdict.reason);
      co_return End::kClose;
    }
    if (response.status() / 100 == 2) co_return End::kDone;
    const std::string reason =
        fmt::format("The proxy \"{}\" refused a connection to \"{}\" ({} {}).", proxy.host_and_port(), asked.authority,
                    response.status(), response.reason());
    const bool is_error = response.status() >= 400 && response.status() < 600;
    const unsigned status = is_error ? response.status() : 502;
    (void)co_await refuse(status, reason);
    co_return End::kClose;
  }
}

/// Passes on what came with the heads, which belongs to the tunnel.
asio::awaitable<bool> ClientSession::begin_tunnel() {
  upstream_ = through_.stream.get();
  deadline_.clear();
  record_.sent += buffer_.size();
  record_.received += upstream_buffer_.size();
  bool begun = co_await write_text(*upstream_, text_of(buffer_));
  if (begun) begun = co_await write_text(client_, text_of(upstream_buffer_));
  for (auto* buffer : {&buffer_, &upstream_buffer_}) {
    buffer->consume(buffer->size());
    buffer->shrink_to_fit();
  }
  for (auto* text : {&head_, &response_head_}) std::string().swap(*text);
  co_return begun;
}

}  // namespace sallyport::relay
