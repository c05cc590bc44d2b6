#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/check_connection.hpp"
#include "app/load_settings.hpp"
#include "cli/exit_code.hpp"
#include "cli/verb.hpp"
#include "sallyport/ports/this_process.hpp"

namespace sallyport {
namespace {

struct CheckOptions {
  std::string url{kCheckedUrl};
  bool json = false;
};

void show(Output& output, const CheckResult& result) {
  using Style = Output::Style;
  output.line(fmt::format("{} {:<12} {:>6} ms  {}",
                          result.ok ? output.styled(Style::kGood, "ok    ") : output.styled(Style::kBad, "failed"),
                          name_of(result.stage), result.took.count(), printable(result.detail)));
  if (!result.advice.empty())
    output.line(fmt::format("{:>24}{}", "", output.styled(Style::kBold, printable(result.advice))));
}

nlohmann::ordered_json document_of(const CheckReport& report) {
  nlohmann::ordered_json document = {{"version", 1}, {"ok", report.ok()}};
  document["proxy"] = report.proxy ? nlohmann::ordered_json(report.proxy->url()) : nullptr;
  document["stages"] = nlohmann::ordered_json::array();
  for (const CheckResult& each : report.stages) {
    document["stages"].push_back({{"name", name_of(each.stage)},
                                  {"ok", each.ok},
                                  {"ms", each.took.count()},
                                  {"detail", each.detail},
                                  {"advice", each.advice}});
  }
  return document;
}

int check(Session& session, const CheckOptions& options) {
  const Result<Settings> settings = load_settings(session.ports.settings);
  if (!settings) return fail(session, settings.error());
  const auto request =
      check_request(options.url, settings->proxy, session.ports.system_proxy, session.ports.process.environment());
  if (!request) return fail(session, request.error());
  ConnectionChecker::Observer observer;
  if (!options.json) observer.ended = [&](const CheckResult& result) { show(session.output, result); };
  const CheckReport report = session.ports.checker.check(*request, observer, {});
  if (options.json) session.output.json(document_of(report));
  if (report.ok()) return kExitDone;
  return failed_at_proxy(report) ? kExitProxy : kExitFailed;
}

}  // namespace

void add_check_verb(CLI::App& program, Invocation& invocation) {
  auto options = std::make_shared<CheckOptions>();
  CLI::App* verb = add_verb(program, "check", "The way to a URL stage by stage, and what to do where it ends",
                            "sallyport check https://example.com/");
  verb->add_option("URL", options->url, fmt::format("Where the request goes; {} unless named", kCheckedUrl));
  verb->add_flag("--json", options->json, "As one JSON document");
  verb->callback(
      [options, &invocation] { invocation.action = [options](Session& session) { return check(session, *options); }; });
}

}  // namespace sallyport
