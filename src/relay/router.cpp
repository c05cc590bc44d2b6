#include "relay/router.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

#include "sallyport/core/company_authority.hpp"

namespace sallyport::relay {
namespace {

namespace asio = boost::asio;

constexpr std::chrono::seconds kSystemTime{15};
constexpr std::size_t kAnswersKept = 2000;
/// A PAC file may keep one waiting.
constexpr std::size_t kWorkers = 4;

}  // namespace

void Router::set_rules(RelayRules rules) {
  rules_ = std::move(rules);
  routes_ = RouteRules(rules_.settings, rules_.system, rules_.inherited);
  ++generation_;
  answers_.clear();
  silent_.clear();
  // Who waits for an answer decides anew.
  questions_.request_stop();
  questions_ = std::stop_source();
}

asio::awaitable<Result<std::vector<std::optional<Endpoint>>>> Router::ask_system(const std::string& url) {
  if (!workers_) workers_.emplace(kWorkers);
  // Not as a temporary among the arguments: client_session.cpp.
  auto question =
      [this, url,
       stop = questions_.get_token()]() -> asio::awaitable<Result<std::vector<std::optional<SystemProxyServer>>>> {
    co_return system_.resolve(url, kSystemTime, stop);
  };
  auto servers = co_await asio::co_spawn(*workers_, std::move(question), asio::use_awaitable);
  if (!servers) co_return tl::unexpected(servers.error());
  std::vector<std::optional<Endpoint>> hops;
  for (const auto& server : *servers) hops.push_back(server ? std::optional(server->endpoint) : std::nullopt);
  co_return hops;
}

asio::awaitable<Result<RouteChoice>> Router::decide(const RequestTarget& target) {
  const std::string key = pac_url(target);
  const auto now = Clock::now();
  auto known = answers_.find(key);
  if (known == answers_.end() || known->second.until < now) {
    const std::uint64_t generation = generation_;
    std::vector<std::optional<Endpoint>> hops;
    if (routes_.asks_system() && !target.host.is_loopback()) {
      auto answered = co_await ask_system(key);
      if (generation != generation_) co_return co_await decide(target);
      if (!answered) co_return tl::unexpected(answered.error());
      hops = std::move(*answered);
    }
    const Route route = routes_.decide(target, hops.empty() ? std::nullopt : hops.front());
    if (hops.empty()) hops = {route.proxy};
    if (answers_.size() >= kAnswersKept) answers_.clear();
    Answer answer{{std::move(hops), route.rule, route.reason, generation_}, now + kAnswerTime};
    known = answers_.insert_or_assign(key, std::move(answer)).first;
  }
  RouteChoice choice = known->second.choice;
  if (!silent_.empty()) {
    std::stable_partition(choice.hops.begin(), choice.hops.end(), [&](const std::optional<Endpoint>& hop) {
      const auto found = hop ? silent_.find(*hop) : silent_.end();
      return found == silent_.end() || found->second < now;
    });
  }
  co_return choice;
}

const std::string& Router::ca_file() const {
  static const std::string none;
  const ProxySettings& settings = rules_.settings;
  if (!settings.custom_proxy.ca_file.empty()) return settings.custom_proxy.ca_file;
  return settings.ca_file == kSystemAuthorities ? none : settings.ca_file;
}

void Router::stop() {
  questions_.request_stop();
  if (workers_) workers_->join();
}

void Router::did_not_answer(const Endpoint& proxy) { silent_[proxy] = Clock::now() + kRetryTime; }

}  // namespace sallyport::relay
