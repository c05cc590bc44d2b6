#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/thread_pool.hpp>
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <stop_token>
#include <string>
#include <unordered_map>
#include <vector>

#include "relay/proxy_request.hpp"
#include "sallyport/core/bypass_list.hpp"
#include "sallyport/core/endpoint.hpp"
#include "sallyport/core/route.hpp"
#include "sallyport/ports/relay_host.hpp"
#include "sallyport/ports/system_proxy.hpp"

namespace sallyport::relay {

/// Where a request may go, in order of preference, and why.
struct RouteChoice {
  std::vector<std::optional<Endpoint>> hops;  ///< empty optional: direct
  std::string rule;                           ///< see Route
  std::string reason;
  std::uint64_t rules = 0;  ///< their generation, by which this was decided
};

/// Decides the route of each request by the rules, and remembers which proxies did not answer. One thread, but for the
/// OS's own answers (PAC), which a worker waits for.
class Router {
 public:
  /// How long a proxy that did not answer is tried last.
  static constexpr std::chrono::seconds kRetryTime{30};
  /// How long the OS's answer for one host is used again.
  static constexpr std::chrono::seconds kAnswerTime{60};

  explicit Router(SystemProxy& system_proxy) : system_(system_proxy) {}

  void set_rules(RelayRules rules);
  /// For the TLS of an HTTPS proxy; empty: the system's roots alone.
  [[nodiscard]] const std::string& ca_file() const;
  /// An error is the OS's: a PAC file that does not load.
  boost::asio::awaitable<Result<RouteChoice>> decide(const RequestTarget& target);
  /// Whether no rules were set since a choice was made by these: who fails by it may otherwise decide anew.
  [[nodiscard]] bool are_in_force(std::uint64_t rules) const { return rules == generation_; }
  void did_not_answer(const Endpoint& proxy);
  /// Gives up the OS's answers that are under way: to be called before the io_context goes on which requests wait.
  void stop();

 private:
  using Clock = std::chrono::steady_clock;
  struct Answer {
    RouteChoice choice;
    Clock::time_point until;
  };

  boost::asio::awaitable<Result<std::vector<std::optional<Endpoint>>>> ask_system(const std::string& url);

  SystemProxy& system_;
  std::stop_source questions_;                       ///< to the OS, by the rules in force
  std::optional<boost::asio::thread_pool> workers_;  ///< made when the OS is first asked
  RelayRules rules_;
  RouteRules routes_;             ///< by the rules
  std::uint64_t generation_ = 0;  ///< of the rules
  std::unordered_map<std::string, Answer> answers_;
  std::map<Endpoint, Clock::time_point> silent_;
};

}  // namespace sallyport::relay
