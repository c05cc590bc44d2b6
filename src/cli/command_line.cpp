#include "cli/command_line.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <optional>
#include <sstream>

#include "app/doctor/proxy_login.hpp"
#include "cli/arguments.hpp"
#include "cli/exit_code.hpp"
#include "cli/settings_window.hpp"
#include "cli/verb.hpp"

namespace sallyport {
namespace {

bool is_launch(const Arguments& arguments) { return arguments.verb == "launch" || arguments.verb == "run"; }

void add_verbs(CLI::App& program, Invocation& invocation, const Arguments& arguments) {
  add_launch_verbs(program, invocation);
  // A launch is to cost little: it does not make the options of all others.
  if (is_launch(arguments)) return;
  add_restart_verbs(program, invocation);
  add_status_verb(program, invocation);
  add_activity_verb(program, invocation);
  add_env_verb(program, invocation);
  add_check_verb(program, invocation);
  add_doctor_verb(program, invocation);
  add_route_verb(program, invocation);
  add_settings_verbs(program, invocation);
  add_credential_verbs(program, invocation);
  add_client_verbs(program, invocation);
  add_script_verb(program, invocation);
  add_git_credential_verb(program, invocation);
  add_demo_verb(program, invocation);
}

/// `sallyport settings set --help`: the help of the verb, with its own verb if it has one, that the words got to.
std::string help_command(const CLI::App& program) {
  std::string command = program.get_name();
  for (auto verbs = program.get_subcommands(); !verbs.empty(); verbs = verbs.front()->get_subcommands()) {
    command += " " + verbs.front()->get_name();
  }
  return command + " --help";
}

/// The help asked for; anything else is wrong usage.
int report(const CLI::App& program, const CLI::ParseError& error, const Arguments& arguments, Output& output) {
  if (error.get_exit_code() == static_cast<int>(CLI::ExitCodes::Success)) {
    std::ostringstream help;
    std::ostringstream unused;
    program.exit(error, help, unused);
    output.raw(help.str());
    return kExitDone;
  }
  const bool known_verb =
      !arguments.verb.empty() &&
      !program.get_subcommands([&](const CLI::App* verb) { return verb->get_name() == arguments.verb; }).empty();
  if (!arguments.verb.empty() && !known_verb) {
    output.message(
        fmt::format("There is no verb \"{}\". `sallyport --help` lists the verbs.", masked_line(arguments.verb)));
    return kExitUnknown;
  }
  const bool near_password = arguments.verb == "credential" || arguments.verb == "settings";
  if (near_password && dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr) {
    // What was not expected may be a password, or a URL with one: it is not repeated.
    output.message(fmt::format(
        "There are too many arguments. A password is never an argument: it is asked for, or read from standard input. "
        "See `{}`.",
        help_command(program)));
    return kExitUnknown;
  }
  output.message(fmt::format("{}. See `{}`.", masked_line(error.what()), help_command(program)));
  if (is_launch(arguments)) return kExitLaunchFailed;
  const bool bad_value = dynamic_cast<const CLI::ConversionError*>(&error) != nullptr ||
                         dynamic_cast<const CLI::ValidationError*>(&error) != nullptr;
  return bad_value ? kExitInvalid : kExitUnknown;
}

}  // namespace

int run_command_line(const std::vector<std::string>& arguments, Composition& composition, Output& output) {
  const Arguments divided = Arguments::divide(arguments);
  Invocation invocation;
  invocation.tail_given = divided.tail_given;
  invocation.tail = divided.tail;

  CLI::App program("Starts apps with exactly the proxy environment that they should have, or with none.", "sallyport");
  program.set_version_flag("--version", "sallyport " SALLYPORT_VERSION);
  program.footer("Without a verb the settings window opens. `sallyport VERB --help` says more about a verb.");
  // At most one, so that a client whose id is also a verb stays an argument.
  program.require_subcommand(0, 1);
  std::optional<std::string> settings_file;
  program.add_option("--settings", settings_file, "Use this settings file in place of the user's own")
      ->type_name("FILE")
      ->check(refuse_empty);
  add_verbs(program, invocation, divided);

  try {
    program.parse(std::vector<std::string>(divided.head.rbegin(), divided.head.rend()));
  } catch (const CLI::ParseError& error) {
    return report(program, error, divided, output);
  }
  if (!invocation.action) invocation.action = open_settings_window;
  Session session{composition.ports(settings_file), output, composition, settings_file};
  return invocation.action(session);
}

bool starts_client(const std::vector<std::string>& arguments) { return is_launch(Arguments::divide(arguments)); }

int failure_exit_code(const std::vector<std::string>& arguments) {
  return starts_client(arguments) ? kExitLaunchFailed : kExitFailed;
}

}  // namespace sallyport
