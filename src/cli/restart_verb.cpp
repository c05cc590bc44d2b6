#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>

#include "app/load_settings.hpp"
#include "cli/exit_code.hpp"
#include "cli/running_clients.hpp"
#include "sallyport/ports/paths.hpp"

namespace sallyport {
namespace {

struct RestartOptions {
  std::vector<std::string> clients;
  bool all = false;
  std::optional<unsigned> force_after;
};

enum class Act { kRestart, kStop };

/// `NAME: SENTENCE`; most of what a supervisor says begins with the name already.
void say(Session& session, const SupervisorStatus& client, const std::string& sentence) {
  session.output.message(sentence.starts_with(client.name) ? sentence : fmt::format("{}: {}", client.name, sentence));
}

int stop_clients(Session& session, const std::vector<SupervisorStatus>& running, const QuitRequest& quit) {
  int code = kExitDone;
  for (const SupervisorStatus& client : running) {
    say(session, client, "quitting…");
    const Result<void> stopped = session.ports.supervisors.stop(client.supervisor_pid, quit);
    if (stopped || stopped.error().code == ErrorCode::kNotRunning) {
      say(session, client, "stopped.");
    } else {
      say(session, client, stopped.error().message);
      code = kExitFailed;
    }
  }
  return code;
}

int act_on_named(Session& session, const RestartOptions& options, Act act, const QuitRequest& quit) {
  // The names are checked against the settings only when a client is not running: one that runs is known.
  const Result<std::vector<SupervisorStatus>> running = running_configured_clients(session);
  if (!running) return fail(session, running.error());
  std::vector<SupervisorStatus> chosen;
  std::vector<std::string> idle;
  for (const std::string& id : options.clients) {
    const auto before = chosen.size();
    std::copy_if(running->begin(), running->end(), std::back_inserter(chosen),
                 [&](const SupervisorStatus& status) { return status.client_id == id; });
    if (chosen.size() == before) idle.push_back(id);
  }
  if (!idle.empty()) {
    const Result<Settings> settings = load_settings(session.ports.settings);
    if (!settings) return fail(session, settings.error());
    for (const std::string& id : idle) {
      if (settings->find_client(id) == nullptr) return fail(session, unknown_client(id));
    }
  }
  for (const std::string& id : idle) session.output.message(fmt::format("{}: is not running.", id));
  const int code = act == Act::kRestart ? restart_clients(session, chosen, quit) : stop_clients(session, chosen, quit);
  return act == Act::kRestart && !idle.empty() ? kExitFailed : code;
}

int act_on(Session& session, const RestartOptions& options, Act act) {
  if (options.all != options.clients.empty()) {
    session.output.message("Name the clients, or give --all.");
    return kExitUnknown;
  }
  QuitRequest quit;
  if (options.force_after) quit.force_after = std::chrono::seconds(*options.force_after);
  if (!options.all) return act_on_named(session, options, act, quit);

  const Result<std::vector<SupervisorStatus>> running = running_configured_clients(session);
  if (!running) return fail(session, running.error());
  if (running->empty()) session.output.message("No client is running.");
  return act == Act::kRestart ? restart_clients(session, *running, quit) : stop_clients(session, *running, quit);
}

void add(CLI::App& program, Invocation& invocation, Act act, const std::string& name, const std::string& description,
         const std::string& example) {
  auto options = std::make_shared<RestartOptions>();
  CLI::App* verb = add_verb(program, name, description, example);
  verb->add_option("CLIENT", options->clients, "The clients' ids");
  verb->add_flag("--all", options->all, "Every client that is running; commands of `sallyport run` are left alone");
  verb->add_option("--force-after", options->force_after,
                   "End the whole process tree after this long; without it a client that stays is left alone")
      ->type_name("SECONDS")
      ->check(CLI::Range(0U, static_cast<unsigned>(QuitRequest::kLongestWait.count())));
  verb->callback([options, act, &invocation] {
    invocation.action = [options, act](Session& session) { return act_on(session, *options, act); };
  });
}

}  // namespace

Result<std::vector<SupervisorStatus>> running_configured_clients(Session& session) {
  if (const auto sockets = session.ports.paths.runtime_directory(); !sockets) return tl::unexpected(sockets.error());
  std::vector<SupervisorStatus> running = session.ports.supervisors.list(session.ports.settings.path());
  std::erase_if(running, [](const SupervisorStatus& status) { return status.client_id.empty(); });
  return running;
}

int restart_clients(Session& session, const std::vector<SupervisorStatus>& running, const QuitRequest& quit) {
  int code = kExitDone;
  for (const SupervisorStatus& client : running) {
    say(session, client, "restarting…");
    const Result<RestartOutcome> outcome = session.ports.supervisors.restart(client.supervisor_pid, quit);
    if (!outcome) {
      say(session, client, outcome.error().message);
      code = kExitFailed;
      continue;
    }
    say(session, client, outcome->message);
    if (outcome->handed_over || outcome->environment == EnvironmentState::kStale) code = kExitFailed;
  }
  return code;
}

void add_restart_verbs(CLI::App& program, Invocation& invocation) {
  add(program, invocation, Act::kRestart, "restart",
      "Quit running clients, start them again under the settings as saved now, and verify their new environment",
      "sallyport restart --all --force-after 30");
  add(program, invocation, Act::kStop, "stop", "Quit running clients", "sallyport stop postman");
}

}  // namespace sallyport
