#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/launch_preparation.hpp"
#include "cli/exit_code.hpp"
#include "cli/verb.hpp"
#include "sallyport/core/launch_script.hpp"
#include "sallyport/core/settings_fields.hpp"
#include "sallyport/ports/this_process.hpp"

namespace sallyport {
namespace {

struct EnvOptions {
  std::string client;
  std::string format = "table";
  bool direct = false;
  bool reveal = false;
};

std::string shown_value(const EnvironmentChange& change, bool reveal) {
  return reveal && change.secret_value ? std::string(change.secret_value->reveal()) : change.value;
}

nlohmann::ordered_json url_or_null(const std::optional<Endpoint>& proxy) {
  return proxy ? nlohmann::ordered_json(proxy->url()) : nlohmann::ordered_json(nullptr);
}

nlohmann::ordered_json document_of(const LaunchPlan& plan, bool reveal) {
  nlohmann::ordered_json document = {{"version", 1}};
  document["in_force"] = to_string(plan.in_force);
  document["delivery"] = to_string(plan.delivery);
  document["delivery_reason"] = plan.delivery_reason;
  document["proxy"] = url_or_null(plan.https_proxy ? plan.https_proxy : plan.http_proxy);
  document["proxies"] = {{"http", url_or_null(plan.http_proxy)}, {"https", url_or_null(plan.https_proxy)}};
  document["changes"] = nlohmann::ordered_json::array();
  for (const EnvironmentChange& change : plan.changes) {
    const bool set = change.op == EnvironmentChange::Op::kSet;
    document["changes"].push_back(
        {{"op", set ? "set" : "unset"},
         {"name", change.name},
         {"value", set ? nlohmann::ordered_json(shown_value(change, reveal)) : nlohmann::ordered_json(nullptr)},
         {"reason", change.reason}});
  }
  document["arguments"] = plan.arguments;
  document["warnings"] = plan.all_warnings();
  return document;
}

void show_table(const LaunchPlan& plan, bool reveal, Output& output) {
  if (plan.changes.empty()) {
    output.line("The environment stays as it is.");
  } else {
    std::vector<std::vector<std::string>> rows = {{"", "NAME", "VALUE", "REASON"}};
    for (const EnvironmentChange& change : plan.changes) {
      const bool set = change.op == EnvironmentChange::Op::kSet;
      rows.push_back(
          {set ? "set" : "unset", change.name, set ? shown_value(change, reveal) : std::string(), change.reason});
    }
    output.table(rows);
  }
  if (!plan.arguments.empty()) {
    std::string words;
    for (const std::string& argument : plan.arguments) words += " " + quote_sh(argument);
    output.line("arguments:" + printable(words));
  }
  output.line("delivery: " + plan.delivery_reason);
}

int show_environment(Session& session, const EnvOptions& options) {
  LaunchPreparation preparation(session.ports.settings, session.ports.credentials, session.ports.system_proxy,
                                session.ports.programs, session.ports.bundles);
  LaunchRequest request;
  request.client_id = options.client;
  request.direct = options.direct;
  request.inherited = session.ports.process.environment();
  // What is written for a shell or a file is used without a supervisor, and so without a relay.
  if (options.format != "table" && options.format != "json") request.delivery = Delivery::kEnvironment;
  const Result<PreparedLaunch> prepared =
      options.reveal ? preparation.reveal(request, CredentialCall{}) : preparation.preview(request);
  if (!prepared) return fail(session, prepared.error());
  const LaunchPlan& plan = prepared->plan;

  if (options.format == "json") {
    session.output.json(document_of(plan, options.reveal));
    return kExitDone;
  }
  for (const std::string& warning : plan.all_warnings()) session.output.message(warning);
  if (options.format == "table") {
    show_table(plan, options.reveal, session.output);
    return kExitDone;
  }
  if (!options.reveal && plan.holds_password()) {
    session.output.message(fmt::format(
        "This environment holds a password. Give --reveal to have it written out in the format {}.", options.format));
    return kExitUnknown;
  }
  const ScriptFormat format = options.format == "sh"    ? ScriptFormat::kSh
                              : options.format == "bat" ? ScriptFormat::kBat
                                                        : ScriptFormat::kDotenv;
  if (const Result<void> made = preparation.make_bundles(plan); !made) return fail(session, made.error());
  const Result<Secret> text = render_changes(plan, format);
  if (!text) return fail(session, text.error());
  session.output.raw(text->reveal());
  return kExitDone;
}

}  // namespace

void add_env_verb(CLI::App& program, Invocation& invocation) {
  auto options = std::make_shared<EnvOptions>();
  CLI::App* verb = add_verb(program, "env", "What a launch would do to the environment, before anything is launched",
                            "sallyport env postman --direct");
  verb->add_option("CLIENT", options->client, "With what this client adds; without it, for any app");
  verb->add_flag("--direct", options->direct, "As `launch --direct` would");
  verb->add_option("--format", options->format, "table, json, sh, bat or dotenv")
      ->check(CLI::IsMember({"table", "json", "sh", "bat", "dotenv"}))
      ->capture_default_str();
  verb->add_flag_callback(
      "--json", [options] { options->format = "json"; }, "The same as --format json");
  verb->add_flag("--reveal", options->reveal, "Ask the keychain and show the password in place of ***");
  verb->callback([options, &invocation] {
    invocation.action = [options](Session& session) { return show_environment(session, *options); };
  });
}

}  // namespace sallyport
