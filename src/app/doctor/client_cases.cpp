#include "app/doctor/client_cases.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "app/doctor/configuration_text.hpp"
#include "app/doctor/proxy_login.hpp"
#include "sallyport/core/ascii.hpp"
#include "sallyport/core/proxy_variables.hpp"

namespace sallyport {
namespace {

Case client_case(const ClientStatus& status, Severity severity, std::string_view what) {
  Case found;
  found.finding.id =
      status.id.empty() ? fmt::format("client:{}", status.pid) : fmt::format("client:{}:{}", status.id, status.pid);
  found.finding.severity = severity;
  found.finding.title = fmt::format("{} {}", status.name, what);
  return found;
}

struct Disagreement {
  std::string name;
  std::string shown;  ///< `name=value (why)`
};

/// Of the variables of a process.
std::vector<Disagreement> disagreements(const Environment& environment, const ProxyInForce& proxy) {
  std::vector<Disagreement> found;
  for (const auto& [name, value] : environment.variables()) {
    if (!is_proxy_variable(name) || is_bypass_variable(name)) continue;
    const std::string why = contradiction(name, value, proxy);
    if (!why.empty()) found.push_back({name, fmt::format("{}={} ({})", name, masked_value(value), why)});
  }
  return found;
}

/// Whether the value is the address of a relay that stands.
bool names_relay(const std::string& value, std::span<const SupervisorStatus> supervisors) {
  return std::any_of(supervisors.begin(), supervisors.end(), [&](const SupervisorStatus& supervisor) {
    return supervisor.relay_port != 0 && value == fmt::format("http://127.0.0.1:{}", supervisor.relay_port);
  });
}

/// Whether a line of evidence ends in it, behind the place.
bool is_told(const Cases& cases, const std::string& shown) {
  return std::any_of(cases.begin(), cases.end(), [&](const Case& each) {
    return std::any_of(each.finding.evidence.begin(), each.finding.evidence.end(),
                       [&](const std::string& line) { return line.ends_with(shown); });
  });
}

}  // namespace

Cases examine_clients(const Examination& examination, std::span<const ClientStatus> clients,
                      std::span<const SupervisorStatus> supervisors, RunningApps& running_apps) {
  Cases cases;
  for (const ClientStatus& status : clients) {
    if (status.state == ClientState::kRunning) {
      if (status.supervisor->environment != EnvironmentState::kStale) continue;
      Case found = client_case(status, Severity::kWarning, "runs with an old environment.");
      found.finding.evidence = {
          fmt::format("Process {}, started before the settings or the password changed", status.pid)};
      found.advise(status.id.empty() ? std::string("Quit it and run it again.")
                                     : fmt::format("Start it anew: sallyport restart {}", status.id));
      cases.push_back(std::move(found));
    } else if (status.state == ClientState::kOutside) {
      const auto environment = running_apps.environment_of(status.pid);
      if (!environment) continue;
      if (has_lost_its_relay(*environment, supervisors)) {
        Case found = client_case(status, Severity::kProblem, "has lost the way that Sallyport gave it.");
        found.finding.evidence = {fmt::format("Process {}, whose supervisor has ended", status.pid)};
        found.advise(fmt::format("Quit it and start it again: sallyport launch {}", status.id));
        cases.push_back(std::move(found));
        continue;
      }
      const auto found_there = disagreements(*environment, examination.proxy);
      if (found_there.empty()) continue;
      Case found = client_case(status, Severity::kWarning, "was started without Sallyport, with another proxy.");
      found.finding.evidence = {fmt::format("Process {}: {}", status.pid, found_there.front().shown)};
      found.advise(fmt::format("Quit it and start it by: sallyport launch {}", status.id));
      cases.push_back(std::move(found));
    }
  }
  return cases;
}

Cases examine_own_environment(const Examination& examination, const Environment& environment,
                              std::span<const SupervisorStatus> supervisors, const Cases& cases) {
  Cases found;
  for (const auto& [name, shown] : disagreements(environment, examination.proxy)) {
    if (is_told(cases, shown) || names_relay(*environment.find(name), supervisors)) continue;
    Case each;
    each.finding.id = "variable:environment:" + name;
    each.finding.severity = Severity::kWarning;
    each.finding.title = "Sallyport was started with a proxy variable that contradicts the settings.";
    each.finding.evidence = {shown};
    each.advise(
        "No file that was looked at sets it: it comes from the program that started this one. Programs that are "
        "started from there without Sallyport get it as well.");
    found.push_back(std::move(each));
  }
  return found;
}

Cases examine_menu(const Examination& examination, MenuEntries& menu, ProgramFinder& programs,
                   const Environment& environment) {
  Cases cases;
  std::vector<std::string> seen;
  for (const MenuEntry& entry : menu.list()) {
    const Client* client = examination.settings.find_client(entry.client_id);
    // One of another settings file's client.
    if (client == nullptr && entry.problem.empty()) continue;
    Case found;
    found.finding.id = "menu:" + entry.client_id;
    if (std::find(seen.begin(), seen.end(), entry.client_id) != seen.end()) found.finding.id += ":" + entry.path;
    found.finding.severity = Severity::kProblem;
    const std::string name = client == nullptr ? entry.client_id : client->name;
    bool can_rewrite = client != nullptr;
    if (!entry.problem.empty()) {
      found.finding.title = fmt::format("The menu entry of {} cannot be read.", name);
      found.finding.evidence = {entry.problem};
    } else if (!programs.find(entry.program, environment, {})) {
      found.finding.title = fmt::format("The menu entry of {} starts a program that is gone.", name);
      found.finding.evidence = {fmt::format("{} runs {}", entry.path, entry.program)};
    } else if (const auto program = programs.find(client->command, environment, client->directory); !program) {
      found.finding.title = fmt::format("The menu entry of {} starts an app that is gone.", name);
      found.finding.evidence = {fmt::format("{} starts the client {}", entry.path, client->id),
                                program.error().message};
      found.advise(fmt::format("Install it again, or remove the client: sallyport client remove {}", client->id));
      can_rewrite = false;
    } else {
      continue;
    }
    seen.push_back(entry.client_id);
    if (can_rewrite) {
      FixPlan plan;
      plan.menu_entry = *client;
      plan.offer.description =
          fmt::format("Writes the menu entry of {} anew. One that was edited by hand stays.", name);
      plan.offer.diff = fmt::format("--- {}\n+sallyport launch {}\n", entry.path, client->id);
      found.offer(examination, std::move(plan));
    } else if (found.finding.advice.empty()) {
      found.advise("Remove the file, or make it readable.");
    }
    cases.push_back(std::move(found));
  }
  return cases;
}

}  // namespace sallyport
