#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <string_view>

#include "app/load_settings.hpp"
#include "cli/client_launcher.hpp"
#include "cli/exit_code.hpp"
#include "cli/settings_window.hpp"
#include "cli/verb.hpp"
#include "platform/display.hpp"
#include "sallyport/core/settings_fields.hpp"
#include "sallyport/ports/console.hpp"
#include "sallyport/ports/this_process.hpp"

namespace sallyport {
namespace {

/// Whether a person is there who sees nothing of what is printed.
bool is_launched_from_menu(Session& session, const Environment& environment) {
  return session.ports.process.is_menu_launch() && !is_at_terminal(session.ports.console) && shows_windows(environment);
}

/// Of the settings as they are saved; empty when they cannot even be read.
std::string first_broken_field(Session& session) {
  const Result<Settings> settings = read_settings(session.ports.settings);
  const std::vector<FieldError> errors = settings ? validate(*settings) : std::vector<FieldError>();
  return errors.empty() ? "" : errors.front().field;
}

/// The settings key that an error is about, so that the window opens there; empty when there is none.
std::string key_concerned(const Error& error, Session& session, const LaunchRequest& request) {
  switch (error.code) {
    case ErrorCode::kCredentialNotStored:
    case ErrorCode::kKeychainLocked:
    case ErrorCode::kKeychainAbsent:
    case ErrorCode::kKeychainFailed: {
      const Result<Settings> settings = load_settings(session.ports.settings);
      return password_field(settings ? settings->proxy : ProxySettings());
    }
    case ErrorCode::kCommandNotFound:
    case ErrorCode::kCommandNotExecutable:
      return fmt::format("clients.{}.command", request.client_id);
    // Of a launch's values, whether its folder can be entered shows at the start only.
    case ErrorCode::kInvalidValue:
      return fmt::format("clients.{}.directory", request.client_id);
    case ErrorCode::kInvalidSettings:
      return first_broken_field(session);
    default:
      return "";
  }
}

/// The client's exit code; a failure of ours is said.
Result<int> start(Session& session, LaunchRequest& request, bool detach) {
  request.inherited = session.ports.process.environment();
  Result<int> code = session.ports.launcher.launch(
      request, detach, [&](const std::string& warning) { session.output.message(warning); });
  if (!code) session.output.error(code.error());
  return code;
}

int launch(Session& session, LaunchRequest request, bool detach) {
  const Result<int> code = start(session, request, detach);
  if (code) return *code;
  if (is_launched_from_menu(session, request.inherited)) {
    const WindowRequest window{key_concerned(code.error(), session, request), code.error().message};
    if (const auto opened = leave_settings_window(session, window); !opened) session.output.error(opened.error());
  }
  return launch_exit_code(code.error().code);
}

struct LaunchOptions {
  std::string client;
  bool direct = false;
  bool detach = false;
};

struct RunOptions {
  std::string kind;
  bool direct = false;
};

int run(Session& session, const RunOptions& options, const std::vector<std::string>& command) {
  if (command.empty() || command.front().empty()) {
    session.output.message("There is no command to run. See `sallyport run --help`.");
    return kExitLaunchFailed;
  }
  LaunchRequest request;
  request.command = command;
  request.direct = options.direct;
  if (!options.kind.empty()) {
    const Result<ClientKind> kind = parse_client_kind(options.kind);
    if (!kind) {
      session.output.error(kind.error());
      return kExitLaunchFailed;
    }
    request.kind = *kind;
  }
  const Result<int> code = start(session, request, false);
  return code ? *code : launch_exit_code(code.error().code);
}

}  // namespace

void add_launch_verbs(CLI::App& program, Invocation& invocation) {
  auto launched = std::make_shared<LaunchOptions>();
  CLI::App* verb = add_verb(program, "launch", "Start a client under the settings and stay beside it",
                            "sallyport launch postman -- ~/collection.json");
  set_usage(*verb, "sallyport launch CLIENT [--direct] [--detach] [-- ARG…]");
  verb->add_option("CLIENT", launched->client, "The client's id, as `sallyport client list` shows it")->required();
  verb->add_flag("--direct", launched->direct, "Without any proxy: every proxy variable is removed");
  verb->add_flag("--detach", launched->detach, "Return once it runs");
  verb->callback([launched, &invocation] {
    invocation.action = [launched, opened = invocation.tail](Session& session) {
      LaunchRequest request;
      request.client_id = launched->client;
      request.opened = opened;
      request.direct = launched->direct;
      return launch(session, std::move(request), launched->detach);
    };
  });

  auto ran = std::make_shared<RunOptions>();
  verb = add_verb(program, "run", "The same for any command, once, without configuring it",
                  "sallyport run curl https://example.com/");
  set_usage(*verb, "sallyport run [--direct] [--kind K] [--] COMMAND [ARG…]");
  verb->add_flag("--direct", ran->direct, "Without any proxy: every proxy variable is removed");
  verb->add_option("--kind", ran->kind, "What it is: auto, plain, chromium, java or node")->type_name("K");
  verb->callback([ran, &invocation] {
    invocation.action = [ran, command = invocation.tail](Session& session) { return run(session, *ran, command); };
  });
}

}  // namespace sallyport
