#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/explain_route.hpp"
#include "app/load_settings.hpp"
#include "cli/exit_code.hpp"
#include "cli/verb.hpp"
#include "sallyport/ports/this_process.hpp"

namespace sallyport {
namespace {

struct RouteOptions {
  std::string url;
  std::optional<std::string> bypass;
  std::string program;
  std::optional<std::string> no_proxy;
  bool json = false;
};

int show_route(Session& session, const RouteOptions& options) {
  const Result<Settings> settings = load_settings(session.ports.settings);
  if (!settings) return fail(session, settings.error());
  const RouteQuestion question{options.url, parse_no_proxy_reader(options.program), options.bypass, options.no_proxy};
  const auto explained =
      explain_route(question, settings->proxy, session.ports.system_proxy, session.ports.process.environment(), {});
  if (!explained) return fail(session, explained.error());
  const ProgramRoute& route = explained->route;
  if (options.json) {
    nlohmann::ordered_json document = {{"version", 1}, {"route", route.direct ? "direct" : "proxy"}};
    document["proxy"] = route.proxy ? nlohmann::ordered_json(route.proxy->url()) : nullptr;
    document["rule"] = route.rule;
    document["source"] = route.source;
    document["reason"] = route.reason;
    session.output.json(document);
  } else {
    session.output.line(route.direct ? "direct" : route.proxy ? route.proxy->url() : "proxy");
    session.output.line(printable(fmt::format("{}: {}", route.rule, route.reason)));
  }
  return kExitDone;
}

}  // namespace

void add_route_verb(CLI::App& program, Invocation& invocation) {
  auto options = std::make_shared<RouteOptions>();
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
