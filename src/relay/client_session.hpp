#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "relay/deadline.hpp"
#include "relay/message_parser.hpp"
#include "relay/proxy_request.hpp"
#include "relay/relay_context.hpp"
#include "relay/stream.hpp"

namespace sallyport::relay {

/// One connection of a client: reads its requests one after the other and answers each before the next.
class ClientSession {
 public:
  static constexpr std::chrono::seconds kIdleTime{300};  ///< between requests
  static constexpr std::chrono::seconds kHeadTime{30};   ///< for one head
  /// How often one request is sent by one hop: a fresh connection, a login, a renewed nonce, and one to spare.
  static constexpr int kTries = 5;
  /// A body up to this size is kept, to be sent again when the proxy asks for a login.
  static constexpr std::size_t kHeldBody = std::size_t{64} * 1024;
  static constexpr std::string_view kLoop = "The request leads to Sallyport's relay itself, and would go on for ever.";

  ClientSession(boost::asio::ip::tcp::socket socket, RelayContext& context);
  ~ClientSession();
  ClientSession(const ClientSession&) = delete;
  ClientSession& operator=(const ClientSession&) = delete;

  boost::asio::awaitable<void> run();
  /// Ends the connection when what it waits for has taken too long, or when its client has gone.
  void sweep();
  void abort();
  /// The request that it serves, so far.
  [[nodiscard]] std::optional<RequestRecord> under_way() const;

 private:
  /// How one exchange with an upstream went.
  enum class End {
    kDone,     ///< the client has its response; its connection may go on
    kClose,    ///< the client's connection ends
    kAgain,    ///< the proxy wants the request once more
    kReroute,  ///< it failed by rules that have changed since: another way may be decided on
    kNoAnswer  ///< the connection to the upstream broke before its response began
  };
  /// One request on its way.
  struct Exchange {
    RequestParser& request;
    const ProxyRequest& asked;
    std::optional<Endpoint> hop{};
    std::shared_ptr<ProxyLogin> login{};     ///< null where there is nobody to sign in at
    std::optional<std::string> held_body{};  ///< small enough to be sent again; framing included
    bool body_went_out = false;              ///< unheld, a part of it at least: it cannot be sent again
    bool body_is_out = false;                ///< unheld, all of it
    bool answer_began = false;               ///< the client has a part of its response
    Upstream upstream{};
    std::unique_ptr<ProxyLogin::Pass> next_leg{};  ///< to be sent on the same connection

    [[nodiscard]] bool can_repeat() const { return !body_went_out; }
    /// Nothing of the request is still to come, nor in the middle of being written.
    [[nodiscard]] bool is_sent() const { return held_body || (body_went_out ? body_is_out : request.is_done()); }
  };

  boost::asio::awaitable<bool> serve_requests();
  boost::asio::awaitable<bool> serve(RequestParser& request);
  boost::asio::awaitable<std::optional<bool>> forward(Exchange& exchange, const RouteChoice& choice);
  boost::asio::awaitable<std::optional<bool>> forward_by(Exchange& exchange, std::string& failure);
  boost::asio::awaitable<End> prepare_body(Exchange& exchange);
  boost::asio::awaitable<End> send_and_receive(Exchange& exchange, bool head_request);
  boost::asio::awaitable<void> send_body(Exchange& exchange, std::string_view head);
  boost::asio::awaitable<End> probe(Exchange& exchange);
  boost::asio::awaitable<End> receive(Exchange& exchange, std::unique_ptr<ProxyLogin::Pass> pass, bool head_request);
  boost::asio::awaitable<End> answer(Exchange& exchange, ResponseParser& response);
  boost::asio::awaitable<Reached<Upstream>> open_upstream(const Exchange& exchange, bool fresh);
  void keep_upstream(Exchange& exchange);

  boost::asio::awaitable<std::optional<bool>> open_tunnel(const ProxyRequest& asked, const RouteChoice& choice);
  boost::asio::awaitable<std::optional<bool>> open_tunnel_by(const ProxyRequest& asked,
                                                             const std::optional<Endpoint>& hop, std::string& failure);
  boost::asio::awaitable<End> ask_for_tunnel(const ProxyRequest& asked, ProxyLogin& login, const Endpoint& proxy,
                                             Stream& upstream, std::unique_ptr<ProxyLogin::Pass>& leg);
  boost::asio::awaitable<bool> begin_tunnel();

  boost::asio::awaitable<bool> refuse(unsigned status, std::string_view reason);
  boost::asio::awaitable<void> linger();
  void reset();
  [[nodiscard]] bool leads_here(const std::optional<Endpoint>& hop, const ProxyRequest& asked, Stream& upstream) const;
  [[nodiscard]] bool client_has_gone();
  void end_record();
  [[nodiscard]] std::chrono::milliseconds lasted() const;
  [[nodiscard]] bool may_reroute() const { return !context_.router.are_in_force(rules_); }

  RelayContext& context_;
  Stream client_;
  Stream* upstream_ = nullptr;  ///< while one is used
  Upstream own_;                ///< kept for this client alone, which has signed in on it
  Upstream through_;            ///< what a tunnel leads to, once it is open
  boost::beast::flat_buffer buffer_;
  boost::beast::flat_buffer upstream_buffer_;
  std::string head_;           ///< of the request
  std::string response_head_;  ///< of the response
  Deadline deadline_;
  bool awaits_response_ = false;
  bool recording_ = false;
  RequestRecord record_;
  std::uint64_t rules_ = 0;  ///< by which the request's way was decided: see RouteChoice
  std::chrono::steady_clock::time_point began_;
};

}  // namespace sallyport::relay
