#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "cli/output.hpp"
#include "cli/ports.hpp"

namespace CLI {
class App;
}

namespace sallyport {

/// What a verb is given when it runs.
struct Session {
  Ports ports;
  Output& output;
  Composition& composition;
  std::optional<std::string> settings_file;  ///< as `--settings` names it
};

/// What parsing leaves: the verb to run, with its options inside.
struct Invocation {
  std::function<int(Session&)> action;
  bool tail_given = false;        ///< `--` was there
  std::vector<std::string> tail;  ///< what stood after it, verbatim; never seen by the option parser
};

/// Shows `error` to the user; its exit code, for every verb but `launch` and `run`.
[[nodiscard]] int fail(Session& session, const Error& error);

/// A verb below `parent`, with an example in its help.
CLI::App* add_verb(CLI::App& parent, const std::string& name, const std::string& description,
                   const std::string& example);

/// What `--help` gives as the usage of a verb whose arguments the option parser does not see whole.
void set_usage(CLI::App& verb, const std::string& usage);

/// A check for option values: an empty file name, as an unset shell variable leaves it, must not stand for the default.
[[nodiscard]] std::string refuse_empty(const std::string& value);

// Each adds its verbs to the program's; running one sets the action.
void add_launch_verbs(CLI::App& program, Invocation& invocation);
void add_restart_verbs(CLI::App& program, Invocation& invocation);
void add_status_verb(CLI::App& program, Invocation& invocation);
void add_activity_verb(CLI::App& program, Invocation& invocation);
void add_env_verb(CLI::App& program, Invocation& invocation);
void add_check_verb(CLI::App& program, Invocation& invocation);
void add_doctor_verb(CLI::App& program, Invocation& invocation);
void add_route_verb(CLI::App& program, Invocation& invocation);
void add_settings_verbs(CLI::App& program, Invocation& invocation);
void add_import_verb(CLI::App& settings, Invocation& invocation);
void add_credential_verbs(CLI::App& program, Invocation& invocation);
void add_client_verbs(CLI::App& program, Invocation& invocation);
void add_script_verb(CLI::App& program, Invocation& invocation);
void add_git_credential_verb(CLI::App& program, Invocation& invocation);
void add_demo_verb(CLI::App& program, Invocation& invocation);

}  // namespace sallyport
