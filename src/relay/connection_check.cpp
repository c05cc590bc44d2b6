#include "relay/connection_check.hpp"

#include <fmt/format.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <memory>
#include <optional>
#include <utility>

#include "relay/check_verdict.hpp"
#include "relay/connector.hpp"
#include "relay/keychain_proxy_logins.hpp"
#include "relay/message_io.hpp"
#include "relay/router.hpp"
#include "relay/site_connection.hpp"
#include "relay/socks5.hpp"
#include "relay/tls_layer.hpp"

// As in client_session.cpp, what is awaited and its arguments get names.
namespace sallyport::relay {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using Code = boost::system::error_code;
using Clock = std::chrono::steady_clock;

/// Asking, signing in, a renewed nonce, and one to spare.
constexpr int kTries = 4;

/// One check. Each stage says whether the next can be tried.
class Check {
 public:
  Check(asio::io_context& io, const CheckRequest& request, const ConnectionChecker::Observer& observer, Router& router,
        NameResolver& names, Tls& tls, ProxyLogins& logins)
      : request_(request), observer_(observer), router_(router), names_(names), tls_(tls), logins_(logins), limit_(io) {
    asked_.kind = request.target.scheme == "http" ? ProxyRequest::Kind::kForward : ProxyRequest::Kind::kConnect;
    asked_.target = request.target;
    asked_.path = request.path;
    asked_.authority = authority_of(request.target, asked_.kind == ProxyRequest::Kind::kConnect);
  }

  asio::awaitable<void> run() {
    bool open = co_await choose_route();
    if (open) open = co_await find_address();
    if (open) open = co_await connect_to_address();
    if (open && hop_ && hop_->protocol == ProxyProtocol::kHttps) open = co_await secure_proxy();
    if (open && hop_) open = co_await pass_proxy();
    if (open && request_.target.is_tls()) open = co_await secure_site();
    if (open) co_await ask_site();
  }

  CheckReport take_report() { return {std::move(results_), hop_}; }

 private:
  void begin(CheckStage stage) {
    stage_ = stage;
    began_ = Clock::now();
    timed_out_ = false;
    if (observer_.began) observer_.began(stage);
    limit_.expires_after(ConnectionChecker::kStageTime);
    limit_.async_wait([this, began = began_](const Code& error) {
      if (error || began != began_) return;
      timed_out_ = true;
      Code ignored;
      if (stream_) stream_->socket().close(ignored);
    });
  }

  bool end(bool ok, std::string detail, std::string advice) {
    limit_.cancel();
    results_.push_back({stage_, ok, std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - began_),
                        std::move(detail), std::move(advice)});
    if (observer_.ended) observer_.ended(results_.back());
    return ok;
  }
  bool pass(std::string detail) { return end(true, std::move(detail), ""); }
  bool judge(CheckVerdict verdict) { return end(verdict.ok, std::move(verdict.detail), std::move(verdict.advice)); }
  /// `message`: an Error's, which says what happened first and then what to do.
  bool fail(std::string_view message) {
    if (timed_out_) {
      return end(false, fmt::format("No answer came within {} seconds.", ConnectionChecker::kStageTime.count()),
                 "Try again; a firewall may drop the connection, or the server may be overloaded.");
    }
    auto [what, to_do] = split_message(message);
    return end(false, std::move(what), std::move(to_do));
  }

  [[nodiscard]] std::string name() const { return hop_ ? hop_->host : request_.target.host.to_string(); }
  [[nodiscard]] std::uint16_t port() const { return hop_ ? hop_->port : request_.target.port; }

  asio::awaitable<bool> choose_route() {
    begin(CheckStage::kSettings);
    const auto choice = co_await router_.decide(request_.target);
    if (!choice) co_return fail(choice.error().message);
    hop_ = choice->hops.front();
    co_return pass(fmt::format("{} {}", hop_ ? fmt::format("Through {}.", hop_->url()) : "Directly, without a proxy.",
                               choice->reason));
  }

  asio::awaitable<bool> find_address() {
    const std::string host = name();
    const bool is_address = parse_ip_address(host).has_value();
    if (!is_address) begin(CheckStage::kDns);
    auto found = co_await names_.resolve(host, port());
    if (!found) co_return fail(found.error().message);
    addresses_ = std::move(*found);
    if (is_address) co_return true;
    std::string text;
    for (const auto& each : addresses_) {
      text += (text.empty() ? "" : ", ") + each.address().to_string();
    }
    co_return pass(fmt::format("\"{}\" is {}.", host, text));
  }

  asio::awaitable<bool> connect_to_address() {
    begin(CheckStage::kConnect);
    const std::string host = name();
    auto socket = co_await connect(addresses_, host);
    if (!socket) co_return fail(socket.error().message);
    Code ignored;
    const auto peer = socket->remote_endpoint(ignored);
    stream_ = std::make_unique<Stream>(std::move(*socket));
    co_return pass(fmt::format("{}, port {}, answers.", peer.address().to_string(), peer.port()));
  }

  asio::awaitable<bool> secure_proxy() {
    begin(CheckStage::kTlsToProxy);
    const auto secured = co_await relay::start_tls(tls_, *stream_, hop_->host, router_.ca_file());
    if (!secured) co_return fail(secured.error().message);
    co_return pass("The proxy's certificate is trusted.");
  }

  /// The same way as before, for what cannot go on with the connection that there was.
  asio::awaitable<Result<void>> connect_again() {
    auto socket = co_await connect(addresses_, hop_->host);
    if (!socket) co_return tl::unexpected(socket.error());
    stream_ = std::make_unique<Stream>(std::move(*socket));
    if (hop_->protocol != ProxyProtocol::kHttps) co_return Result<void>();
    co_return co_await relay::start_tls(tls_, *stream_, hop_->host, router_.ca_file());
  }

  asio::awaitable<bool> pass_proxy() {
    begin(CheckStage::kProxyAuth);
    const auto login = logins_.at(*hop_);
    if (hop_->protocol == ProxyProtocol::kSocks5) {
      const bool through = co_await pass_socks5(*login);
      co_return through;
    }
    const bool through = co_await pass_http_proxy(*login);
    co_return through;
  }

  asio::awaitable<bool> pass_socks5(ProxyLogin& login) {
    for (int tries = 0; tries < kTries; ++tries) {
      auto proxy_pass = co_await login.before({});
      const bool signed_in = proxy_pass->credential() != nullptr;
      const auto answer =
          co_await connect_through_socks5(*stream_, request_.target.host, port_of_target(), proxy_pass->credential());
      const bool connected = answer.outcome == Socks5Outcome::kConnected;
      if (connected || answer.outcome == Socks5Outcome::kTargetRefused) {
        const auto verdict = co_await login.after(std::move(proxy_pass), 200, {});
        pass(signed_in ? "The proxy takes connections of this user." : "The proxy asks for no login.");
        begin(CheckStage::kTunnel);
        if (!connected) co_return fail(answer.reason);
        co_return pass(fmt::format("The proxy opened a connection to {}.", asked_.authority));
      }
      if (!is_login_refused(answer.outcome, *proxy_pass)) {
        proxy_pass.reset();
        co_return fail(answer.reason);
      }
      const auto verdict = co_await login.after(std::move(proxy_pass), 407, {});
      if (verdict.next == ProxyLogin::Next::kExplain) co_return fail(verdict.reason);
      if (verdict.next == ProxyLogin::Next::kPassOn) co_return fail(answer.reason);
      const auto again = co_await connect_again();
      if (!again) co_return fail(again.error().message);
    }
    co_return fail("The proxy asks for the login again and again. Check the proxy.");
  }

  /// Sends the request itself where the proxy forwards it; its response is then that of the site.
  asio::awaitable<bool> pass_http_proxy(ProxyLogin& login) {
    std::unique_ptr<ProxyLogin::Pass> next_leg;
    std::string offered;
    bool signed_in = false;
    for (int tries = 0; tries < kTries; ++tries) {
      auto proxy_pass = std::move(next_leg);
      const bool tunnel = asked_.kind == ProxyRequest::Kind::kConnect;
      const std::string line_target = tunnel ? asked_.authority : absolute_uri(asked_);
      if (!proxy_pass) proxy_pass = co_await login.before({tunnel ? "CONNECT" : "GET", line_target, asked_.authority});
      signed_in = !proxy_pass->authorization().empty();
      std::string head;
      if (tunnel) {
        write_connect_head(head, asked_, proxy_pass->authorization());
      } else {
        head = request_head(asked_, line_target, proxy_pass->authorization());
      }
      SiteConnection proxy(*stream_);
      const auto sent = co_await proxy.send(head);
      wipe_memory(head.data(), head.size());
      auto answer = Result<std::string>(std::string());
      if (sent) answer = co_await proxy.read_head();
      if (!answer && answer.error().code != ErrorCode::kIo) {
        proxy_pass.reset();
        co_return fail(answer.error().message);
      }
      if (!sent || !answer) {
        proxy_pass.reset();
        co_return fail(fmt::format("The proxy \"{}\" closed the connection without an answer. {}",
                                   hop_->host_and_port(), kNoProxyAdvice));
      }
      ResponseParser response;
      if (!parse_head(response, *answer)) {
        proxy_pass.reset();
        co_return judge(judge_odd_answer(*answer, *hop_));
      }
      const auto challenges = challenges_of(response);
      if (!challenges.empty()) offered = offered_schemes(challenges);
      auto verdict = co_await login.after(std::move(proxy_pass), response.status(), challenges);
      if (verdict.next == ProxyLogin::Next::kExplain) {
        const auto [what, to_do] = split_message(verdict.reason);
        co_return timed_out_
            ? fail("")
            : end(false, offered.empty() ? what : fmt::format("{} It offers {}.", what, offered), to_do);
      }
      if (verdict.next == ProxyLogin::Next::kPassOn) {
        if (response.status() == 407) co_return fail(kNothingOffered);
        pass(signed_in ? fmt::format("The proxy offers {}, and accepts the login.", offered.empty() ? "it" : offered)
                       : std::string("The proxy asks for no login."));
        if (!tunnel) {
          response_head_ = std::move(*answer);
          co_return true;
        }
        begin(CheckStage::kTunnel);
        co_return judge(judge_tunnel(response, asked_, *hop_));
      }
      next_leg = std::move(verdict.next_leg);
      if (next_leg) continue;
      const auto again = co_await connect_again();
      if (!again) co_return fail(again.error().message);
    }
    co_return fail("The proxy asks for the login again and again. Check the proxy.");
  }

  asio::awaitable<bool> secure_site() {
    begin(CheckStage::kTls);
    site_.emplace(*stream_);
    const TlsPeer peer{TlsPeer::Role::kSite, request_.target.host.to_string(), request_.ca_file};
    const auto certificate = co_await site_->start_tls(tls_, peer);
    if (!certificate) co_return fail(certificate.error().message);
    co_return judge(judge_certificate(*certificate, hop_.has_value()));
  }

  asio::awaitable<bool> ask_site() {
    begin(CheckStage::kHttp);
    if (response_head_.empty()) {
      if (!site_) site_.emplace(*stream_);
      ProxyRequest inside = asked_;
      inside.authority = authority_of(request_.target, false);
      const std::string head = request_head(inside, inside.path, "");
      const auto sent = co_await site_->send(head);
      if (!sent) co_return fail(sent.error().message);
      auto answer = co_await site_->read_head();
      if (!answer) co_return fail(answer.error().message);
      response_head_ = std::move(*answer);
    }
    ResponseParser response;
    if (!parse_head(response, response_head_)) {
      co_return fail("The answer is not valid HTTP/1.1. Check the URL, its port before all.");
    }
    const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    co_return judge(
        judge_response(response, request_.target, hop_ && !request_.target.is_tls() ? &*hop_ : nullptr, now));
  }

  [[nodiscard]] std::uint16_t port_of_target() const { return request_.target.port; }

  const CheckRequest& request_;
  const ConnectionChecker::Observer& observer_;
  Router& router_;
  NameResolver& names_;
  Tls& tls_;
  ProxyLogins& logins_;
  ProxyRequest asked_;
  std::optional<Endpoint> hop_;
  std::vector<tcp::endpoint> addresses_;
  std::unique_ptr<Stream> stream_;
  std::optional<SiteConnection> site_;
  std::string response_head_;  ///< of the site, where the proxy forwarded the request

  CheckStage stage_ = CheckStage::kSettings;
  Clock::time_point began_;
  asio::steady_timer limit_;
  bool timed_out_ = false;
  std::vector<CheckResult> results_;
};

}  // namespace

CheckReport ConnectionCheck::check(const CheckRequest& request, const Observer& observer, const std::stop_token& stop) {
  KeychainProxyLogins logins({ports_.credentials, ports_.rejected, known_schemes(ports_.hash), {}});
  Router router(ports_.system_proxy);
  NameResolver names;
  logins.set_rules(request.rules);
  router.set_rules({request.rules.settings, request.rules.system.clone(), request.rules.inherited});
  asio::io_context io{1};
  Check check(io, request, observer, router, names, ports_.tls, logins);
  {
    const std::stop_callback stopped(stop, [&io] { io.stop(); });
    asio::co_spawn(io, check.run(), [&io](const std::exception_ptr&) { io.stop(); });
    io.run();
  }
  logins.stop();
  router.stop();
  names.stop();
  return check.take_report();
}

}  // namespace sallyport::relay
