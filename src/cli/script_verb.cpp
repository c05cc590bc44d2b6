#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>

#include "app/launch_preparation.hpp"
#include "cli/exit_code.hpp"
#include "cli/verb.hpp"
#include "platform/new_program.hpp"
#include "sallyport/core/ascii.hpp"
#include "sallyport/core/launch_script.hpp"
#include "sallyport/core/proxy_variables.hpp"
#include "sallyport/ports/this_process.hpp"

namespace sallyport {
namespace {

struct ScriptOptions {
  std::string client;
  std::string format = "sh";
  std::string file;
  bool sanitized = false;
  bool populated = false;
};

/// A script runs in any shell: it removes all of the family that it does not set, whatever is inherited here.
void remove_rest_of_family(LaunchPlan& plan) {
  for (const std::string_view name : proxy_variable_names()) {
    for (const std::string& spelling : {std::string(name), ascii_upper(name)}) {
      const bool decided = std::any_of(plan.changes.begin(), plan.changes.end(),
                                       [&](const EnvironmentChange& change) { return change.name == spelling; });
      if (!decided) plan.changes.push_back({EnvironmentChange::Op::kUnset, spelling, "", std::nullopt, ""});
    }
  }
}

int write_script(Session& session, const ScriptOptions& options) {
  if (options.sanitized == options.populated) {
    session.output.message("Give --sanitized for a script without any proxy, or --populated for one with it.");
    return kExitUnknown;
  }
  LaunchPreparation preparation(session.ports.settings, session.ports.credentials, session.ports.system_proxy,
                                session.ports.programs, session.ports.bundles);
  LaunchRequest request;
  request.client_id = options.client;
  request.direct = options.sanitized;
  request.delivery = Delivery::kEnvironment;  // a script has no relay beside it
  request.inherited = session.ports.process.environment();
  Result<PreparedLaunch> prepared = preparation.prepare(request, CredentialCall{});
  if (!prepared) return fail(session, prepared.error());
  remove_rest_of_family(prepared->plan);
  const ProcessSpec& process = prepared->process;
  const Result<Secret> text =
      render_script(prepared->plan, options.format == "bat" ? ScriptFormat::kBat : ScriptFormat::kSh, process.program,
                    process.arguments, process.directory);
  if (!text) return fail(session, text.error());
  for (const std::string& warning : prepared->plan.all_warnings()) session.output.message(warning);
  if (options.file.empty()) {
    session.output.raw(text->reveal());
  } else if (const Result<void> written = write_new_program(options.file, text->reveal()); !written)
    return fail(session, written.error());
  if (prepared->plan.holds_password()) {
    session.output.message("The script holds the proxy's password as plain text: keep it to yourself.");
  }
  return kExitDone;
}

}  // namespace

void add_script_verb(CLI::App& program, Invocation& invocation) {
  auto options = std::make_shared<ScriptOptions>();
  CLI::App* verb = add_verb(program, "script", "The launch script that does the same without Sallyport",
                            "sallyport script postman --sanitized -o postman-direct.sh");
  verb->add_option("CLIENT", options->client, "The client's id")->required();
  verb->add_flag("--sanitized", options->sanitized, "Without any proxy");
  verb->add_flag("--populated", options->populated, "With the proxy; the script then holds its password");
  verb->add_option("--format", options->format, "sh or bat")
      ->check(CLI::IsMember({"sh", "bat"}))
      ->capture_default_str();
  verb->add_option("-o", options->file, "Write a new file that only you can read; one that exists is left alone")
      ->type_name("FILE");
  verb->callback([options, &invocation] {
    invocation.action = [options](Session& session) { return write_script(session, *options); };
  });
}

}  // namespace sallyport
