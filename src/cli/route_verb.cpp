#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/load_settings.hpp"
#include "cli/exit_code.hpp"
#include "cli/verb.hpp"
#include "sallyport/core/route.hpp"
#include "sallyport/ports/system_proxy.hpp"
#include "sallyport/ports/this_process.hpp"

namespace sallyport {
namespace {

constexpr std::chrono::seconds kPacTimeout{20};

struct Options {
  std::string url;
  std::optional<std::string> bypass;
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
  std::optional<Endpoint> pac_answer;
  if (source_in_force(settings->proxy, inherited, false) == InForce::kSystem) {
    Result<SystemProxyConfiguration> configuration = session.ports.system_proxy.configuration();
    if (!configuration) return tl::unexpected(configuration.error());
    system = std::move(*configuration);
    if (system.mode == SystemProxyConfiguration::Mode::kAutomatic && !target->host.is_loopback()) {
      const bool has_scheme = options.url.find("://") != std::string::npos;
      const auto answer =
          session.ports.system_proxy.resolve((has_scheme ? "" : target->scheme + "://") + options.url, kPacTimeout);
      if (!answer) return tl::unexpected(answer.error());
      if (!answer->empty() && answer->front()) pac_answer = answer->front()->endpoint;
    }
  }
  return decide_route(*target, settings->proxy, system, inherited, *bypass, pac_answer);
}

int show_route(Session& session, const Options& options) {
  const Result<Route> route = route_of(session, options);
  if (!route) return fail(session, route.error());
  if (options.json) {
    nlohmann::ordered_json document = {{"version", 1}, {"route", route->proxy ? "proxy" : "direct"}};
    document["proxy"] = route->proxy ? nlohmann::ordered_json(route->proxy->url()) : nullptr;
    document["rule"] = route->rule;
    document["reason"] = route->reason;
    session.output.json(document);
  } else {
    session.output.line(route->proxy ? route->proxy->url() : "direct");
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
  verb->add_flag("--json", options->json, "As one JSON document");
  verb->callback([options, &invocation] {
    invocation.action = [options](Session& session) { return show_route(session, *options); };
  });
}

}  // namespace sallyport
