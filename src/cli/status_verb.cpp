#include <fmt/chrono.h>
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>

#include "app/client_status.hpp"
#include "app/load_settings.hpp"
#include "cli/exit_code.hpp"
#include "cli/verb.hpp"
#include "sallyport/core/settings_fields.hpp"
#include "sallyport/ports/paths.hpp"
#include "sallyport/ports/this_process.hpp"

namespace sallyport {
namespace {

std::string since_text(const ClientStatus& status) {
  if (!status.since) return {};
  return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::chrono::system_clock::to_time_t(*status.since)));
}

nlohmann::ordered_json document_of(const std::vector<ClientStatus>& statuses, const std::set<ProcessId>& lost) {
  using Json = nlohmann::ordered_json;
  Json document = {{"version", 1}, {"clients", Json::array()}};
  for (const ClientStatus& status : statuses) {
    const auto& supervisor = status.supervisor;
    Json client;
    client["id"] = status.id.empty() ? Json() : Json(status.id);
    client["name"] = status.name;
    client["state"] = to_string(status.state);
    client["pid"] = status.pid == 0 ? Json() : Json(status.pid);
    client["supervisor_pid"] = supervisor ? Json(supervisor->supervisor_pid) : Json();
    client["since"] = status.since ? Json(since_text(status)) : Json();
    client["direct"] = supervisor ? Json(supervisor->direct) : Json();
    client["delivery"] = supervisor ? Json(to_string(supervisor->delivery)) : Json();
    client["relay_port"] = supervisor && supervisor->relay_port != 0 ? Json(supervisor->relay_port) : Json();
    client["admission"] = supervisor && !supervisor->admission.empty() ? Json(supervisor->admission) : Json();
    client["relay_gone"] = lost.contains(status.pid);
    client["environment"] = supervisor ? Json(to_string(supervisor->environment)) : Json();
    document["clients"].push_back(std::move(client));
  }
  return document;
}

std::string environment_words(const ClientStatus& status, const std::set<ProcessId>& lost) {
  if (lost.contains(status.pid)) return "relay gone, quit it and launch it again";
  if (!status.supervisor) return {};
  const std::string_view mode = status.supervisor->direct                         ? "no proxy"
                                : status.supervisor->delivery == Delivery::kRelay ? "as set, follows changes"
                                                                                  : "as set";
  switch (status.supervisor->environment) {
    case EnvironmentState::kCurrent:
      return std::string(mode);
    case EnvironmentState::kStale:
      return "old settings, needs a restart";
    case EnvironmentState::kUnknown:
      break;
  }
  return fmt::format("{} (not verified)", mode);
}

int show_status(Session& session, bool json) {
  const Result<Settings> settings = load_settings(session.ports.settings);
  if (!settings) return fail(session, settings.error());
  const auto sockets = session.ports.paths.runtime_directory();
  if (!sockets) return fail(session, sockets.error());
  const auto supervisors = session.ports.supervisors.list(session.ports.settings.path());
  const auto apps = session.ports.running_apps.list();
  const auto statuses = client_statuses(settings->clients, supervisors, apps, session.ports.programs,
                                        session.ports.process.environment());
  std::set<ProcessId> lost;
  for (const ClientStatus& status : statuses) {
    if (status.state != ClientState::kOutside) continue;
    const auto environment = session.ports.running_apps.environment_of(status.pid);
    if (environment && has_lost_its_relay(*environment, supervisors)) lost.insert(status.pid);
  }
  if (json) {
    session.output.json(document_of(statuses, lost));
    return kExitDone;
  }
  if (statuses.empty()) {
    session.output.message("There are no clients yet. `sallyport client add` adds one.");
    return kExitDone;
  }
  std::vector<std::vector<std::string>> rows = {
      {"CLIENT", "NAME", "STATE", "PID", "SINCE", "DELIVERY", "ADMITS", "ENVIRONMENT"}};
  for (const ClientStatus& status : statuses) {
    rows.push_back({status.id.empty() ? "-" : status.id, status.name, std::string(to_string(status.state)),
                    status.pid == 0 ? std::string() : std::to_string(status.pid), since_text(status),
                    status.supervisor ? std::string(to_string(status.supervisor->delivery)) : std::string(),
                    status.supervisor ? status.supervisor->admission : std::string(), environment_words(status, lost)});
  }
  session.output.table(rows);
  return kExitDone;
}

}  // namespace

void add_status_verb(CLI::App& program, Invocation& invocation) {
  auto json = std::make_shared<bool>(false);
  CLI::App* verb = add_verb(program, "status", "The clients and what runs, also what runs outside Sallyport",
                            "sallyport status --json");
  verb->add_flag("--json", *json, "As one JSON document");
  verb->callback(
      [json, &invocation] { invocation.action = [json](Session& session) { return show_status(session, *json); }; });
}

}  // namespace sallyport
