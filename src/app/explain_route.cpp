#include "app/explain_route.hpp"

#include <fmt/format.h>

#include <utility>
#include <vector>

#include "sallyport/core/bypass_rendering.hpp"
#include "sallyport/core/launch_plan.hpp"
#include "sallyport/core/route.hpp"

namespace sallyport {
namespace {

Result<std::optional<BypassList>> bypass_of(const RouteQuestion& question) {
  if (!question.bypass) return std::nullopt;
  std::vector<BypassError> errors;
  BypassList list = BypassList::parse(*question.bypass, &errors);
  if (!errors.empty()) return failure(ErrorCode::kInvalidValue, errors.front().message);
  return list;
}

class Explainer {
 public:
  Explainer(const RouteQuestion& question, const ProxySettings& settings, SystemProxy& system_proxy,
            const Environment& inherited, const std::stop_token& stop)
      : question_(question), settings_(settings), system_proxy_(system_proxy), inherited_(inherited), stop_(stop) {}

  Result<RouteExplanation> explain() {
    if (source_in_force(settings_, inherited_, false) == InForce::kSystem) {
      auto system = system_proxy_.configuration();
      if (!system) return tl::unexpected(std::move(system.error()));
      explanation_.system = std::move(*system);
    }
    auto route = question_.program ? route_of_program(*question_.program) : own_route();
    if (!route) return tl::unexpected(std::move(route.error()));
    explanation_.route = std::move(*route);
    return std::move(explanation_);
  }

 private:
  Result<ProgramRoute> own_route() {
    const auto target = parse_request_target(question_.url);
    if (!target) return tl::unexpected(target.error());
    const auto bypass = bypass_of(question_);
    if (!bypass) return tl::unexpected(bypass.error());
    const RouteRules rules(settings_, explanation_.system, inherited_, *bypass);
    std::optional<Endpoint> pac_answer;
    if (rules.asks_system() && !target->host.is_loopback()) {
      const auto answer = system_proxy_.resolve(pac_url(*target), kRouteTime, stop_);
      if (!answer) return tl::unexpected(answer.error());
      if (!answer->empty() && answer->front()) pac_answer = answer->front()->endpoint;
    }
    Route route = rules.decide(*target, pac_answer);
    return ProgramRoute{!route.proxy, std::move(route.proxy), std::move(route.rule), std::move(route.reason),
                        route.source};
  }

  /// What the program leaves to the relay, the relay decides.
  Result<ProgramRoute> route_of_program(NoProxyReader program) {
    const LaunchPlan plan = plan_of(program);
    const auto list = list_of(program, plan);
    if (!list) return tl::unexpected(list.error());
    auto asked = program_route(program, question_.url, plan, *list);
    if (!asked || asked->direct || question_.no_proxy || plan.delivery != Delivery::kRelay) return asked;
    auto relayed = own_route();
    if (relayed) relayed->reason = fmt::format("{} asks Sallyport's relay. {}", display_name(program), relayed->reason);
    return relayed;
  }

  /// As if each password that is needed were stored.
  [[nodiscard]] LaunchPlan plan_of(NoProxyReader program) const {
    std::vector<KnownCredential> known;
    const auto needed = credentials_needed(settings_, explanation_.system, inherited_, false);
    for (const NeededCredential& each : needed) {
      if (each.required) known.push_back({each.key, nullptr});
    }
    return plan_launch(settings_, {planned_kind(program), {}}, explanation_.system, inherited_, known, false);
  }

  /// The list that a program is asked about in place of the one that its plan gives it.
  [[nodiscard]] Result<std::optional<std::string>> list_of(NoProxyReader program, const LaunchPlan& plan) const {
    if (question_.no_proxy) return question_.no_proxy;
    const auto bypass = bypass_of(question_);
    if (!bypass) return tl::unexpected(bypass.error());
    if (!*bypass || plan.delivery == Delivery::kRelay) return std::nullopt;
    return render_bypass(**bypass, program);
  }

  const RouteQuestion& question_;
  const ProxySettings& settings_;
  SystemProxy& system_proxy_;
  const Environment& inherited_;
  const std::stop_token& stop_;
  RouteExplanation explanation_;
};

}  // namespace

Result<RouteExplanation> explain_route(const RouteQuestion& question, const ProxySettings& settings,
                                       SystemProxy& system_proxy, const Environment& inherited,
                                       const std::stop_token& stop) {
  return Explainer(question, settings, system_proxy, inherited, stop).explain();
}

}  // namespace sallyport
