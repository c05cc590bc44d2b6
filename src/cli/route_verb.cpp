#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/launch_preparation.hpp"
#include "app/load_settings.hpp"
#include "cli/exit_code.hpp"
#include "cli/verb.hpp"
#include "sallyport/core/bypass_rendering.hpp"
#include "sallyport/core/program_route.hpp"
#include "sallyport/core/route.hpp"
#include "sallyport/ports/system_proxy.hpp"
#include "sallyport/ports/this_process.hpp"

namespace sallyport {
namespace {

constexpr std::chrono::seconds kPacTimeout{20};

struct Options {
  std::string url;
  std::optional<std::string> bypass;
  std::string program;
  std::optional<std::string> no_proxy;
  bool json = false;
};

Result<std::optional<BypassList>> bypass_of(const Options& options) {
  if (!options.bypass) return std::nullopt;
  std::vector<BypassError> errors;
  BypassList list = BypassList::parse(*options.bypass, &errors);
  if (!errors.empty()) return failure(ErrorCode::kInvalidValue, errors.front().message);
  return list;
}

Result<Route> route_of(Session& session, const Options& options) {
  const Result<RequestTarget> target = parse_request_target(options.url);
  if (!target) return tl::unexpected(target.error());
  const Result<std::optional<BypassList>> bypass = bypass_of(options);
  if (!bypass) return tl::unexpected(bypass.error());
  const Result<Settings> settings = load_settings(session.ports.settings);
  if (!settings) return tl::unexpected(settings.error());

  const Environment inherited = session.ports.process.environment();
  SystemProxyConfiguration system;
  if (source_in_force(settings->proxy, inherited, false) == InForce::kSystem) {
    Result<SystemProxyConfiguration> configuration = session.ports.system_proxy.configuration();
    if (!configuration) return tl::unexpected(configuration.error());
    system = std::move(*configuration);
  }
  const RouteRules rules(settings->proxy, system, inherited, *bypass);
  std::optional<Endpoint> pac_answer;
  if (rules.asks_system() && !target->host.is_loopback()) {
    const bool has_scheme = options.url.find("://") != std::string::npos;
    const auto answer =
        session.ports.system_proxy.resolve((has_scheme ? "" : target->scheme + "://") + options.url, kPacTimeout);
    if (!answer) return tl::unexpected(answer.error());
    if (!answer->empty() && answer->front()) pac_answer = answer->front()->endpoint;
  }
  return rules.decide(*target, pac_answer);
}

/// The list that a program is asked about in place of the one that its plan gives it.
Result<std::optional<std::string>> list_of(NoProxyReader reader, const Options& options, const LaunchPlan& plan) {
  if (options.no_proxy) return options.no_proxy;
  const Result<std::optional<BypassList>> bypass = bypass_of(options);
  if (!bypass) return tl::unexpected(bypass.error());
  if (!*bypass || plan.delivery == Delivery::kRelay) return std::nullopt;
  return render_bypass(**bypass, reader);
}

/// Where a program takes the URL; what it leaves to the relay, the relay decides.
Result<ProgramRoute> program_route_of(Session& session, const Options& options) {
  const NoProxyReader reader = *parse_no_proxy_reader(options.program);
  LaunchPreparation preparation(session.ports.settings, session.ports.credentials, session.ports.system_proxy,
                                session.ports.programs, session.ports.bundles);
  LaunchRequest request;
  request.kind = planned_kind(reader);
  request.inherited = session.ports.process.environment();
  const Result<PreparedLaunch> prepared = preparation.preview(request);
  if (!prepared) return tl::unexpected(prepared.error());
  const LaunchPlan& plan = prepared->plan;
  const auto list = list_of(reader, options, plan);
  if (!list) return tl::unexpected(list.error());
  const Result<ProgramRoute> asked = program_route(reader, options.url, plan, *list);
  if (!asked || asked->direct || options.no_proxy || plan.delivery != Delivery::kRelay) return asked;
  const Result<Route> relayed = route_of(session, options);
  if (!relayed) return tl::unexpected(relayed.error());
  return ProgramRoute{!relayed->proxy, relayed->proxy, relayed->rule,
                      fmt::format("{} asks Sallyport's relay. {}", display_name(reader), relayed->reason),
                      relayed->source};
}

Result<ProgramRoute> own_route_of(Session& session, const Options& options) {
  return route_of(session, options).map([](const Route& route) {
    return ProgramRoute{!route.proxy, route.proxy, route.rule, route.reason, route.source};
  });
}

int show_route(Session& session, const Options& options) {
  const Result<ProgramRoute> route =
      options.program.empty() ? own_route_of(session, options) : program_route_of(session, options);
  if (!route) return fail(session, route.error());
  if (options.json) {
    nlohmann::ordered_json document = {{"version", 1}, {"route", route->direct ? "direct" : "proxy"}};
    document["proxy"] = route->proxy ? nlohmann::ordered_json(route->proxy->url()) : nullptr;
    document["rule"] = route->rule;
    document["source"] = route->source;
    document["reason"] = route->reason;
    session.output.json(document);
  } else {
    session.output.line(route->direct ? "direct" : route->proxy ? route->proxy->url() : "proxy");
    session.output.line(printable(fmt::format("{}: {}", route->rule, route->reason)));
  }
  return kExitDone;
}

}  // namespace

void add_route_verb(CLI::App& program, Invocation& invocation) {
  auto options = std::make_shared<Options>();
  CLI::App* verb = add_verb(program, "route", "Which way a request would take, and the rule that decides",
                            "sallyport route https://intranet.example.com/ --bypass 'intranet.example.com'");
  verb->add_option("URL", options->url, "Where the request goes")->required();
  verb->add_option("--bypass", options->bypass, "Ask about this bypass list in place of the saved one")
      ->type_name("LIST");
  std::vector<std::string> programs;
  for (const NoProxyReader reader : no_proxy_readers()) programs.emplace_back(to_string(reader));
  CLI::Option* as = verb->add_option("--as", options->program, "What this program does with what Sallyport gives it")
                        ->type_name("PROGRAM")
                        ->check(CLI::IsMember(programs));
  verb->add_option("--no-proxy", options->no_proxy, "Ask about this value of the program's list")
      ->type_name("VALUE")
      ->needs(as)
      ->excludes("--bypass");
  verb->add_flag("--json", options->json, "As one JSON document");
  verb->callback([options, &invocation] {
    invocation.action = [options](Session& session) { return show_route(session, *options); };
  });
}

}  // namespace sallyport
