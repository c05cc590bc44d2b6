#include "presenters/apps_list.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "presenters/argument_text.hpp"
#include "sallyport/core/text.hpp"

namespace sallyport {
namespace {

std::string running_text(std::span<const SupervisorStatus* const> instances, AppState state) {
  std::string text = state == AppState::kRunningStale ? "Running with old settings" : "Running";
  const auto is_direct = [](const SupervisorStatus* each) { return each->direct; };
  if (state == AppState::kRunning && std::ranges::all_of(instances, is_direct)) text = "Running without a proxy";
  if (instances.size() > 1) text += fmt::format(" ({} times)", instances.size());
  return text;
}

/// The distinct names of the restartable, in order.
std::vector<std::string> names_of(std::span<const SupervisorStatus> running) {
  std::vector<std::string> names;
  for (const SupervisorStatus& each : running)
    if (!each.client_id.empty() && std::ranges::find(names, each.name) == names.end()) names.push_back(each.name);
  return names;
}

}  // namespace

std::vector<AppRow> make_app_rows(const std::vector<Client>& clients, const std::vector<Client>& saved,
                                  std::span<const SupervisorStatus> running, const std::set<std::string>& outside,
                                  const std::set<std::string>& relay_gone) {
  std::vector<AppRow> rows;
  for (const Client& client : clients) {
    AppRow row;
    row.client = client;
    row.command_text = join_arguments({client.command});
    if (!client.arguments.empty()) row.command_text += " " + join_arguments(client.arguments);
    std::vector<const SupervisorStatus*> instances;
    for (const SupervisorStatus& each : running)
      if (each.client_id == client.id) instances.push_back(&each);
    for (const SupervisorStatus* each : instances) row.supervisors.push_back(each->supervisor_pid);

    if (std::ranges::find(saved, client.id, &Client::id) == saved.end()) {
      row.state = AppState::kNotSaved;
      row.state_text = "Not saved yet";
    } else if (!instances.empty()) {
      const auto is_stale = [](const SupervisorStatus* each) { return each->environment == EnvironmentState::kStale; };
      row.state = std::ranges::any_of(instances, is_stale) ? AppState::kRunningStale : AppState::kRunning;
      row.state_text = running_text(instances, row.state);
    } else if (outside.contains(client.id)) {
      row.state = AppState::kRunningOutside;
      row.state_text =
          relay_gone.contains(client.id) ? "Relay gone: quit it and launch it again" : "Running outside Sallyport";
    } else {
      row.state_text = "Stopped";
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

std::string restart_label(std::span<const SupervisorStatus> running) {
  const std::vector<std::string> names = names_of(running);
  return names.size() == 1 ? fmt::format("Save and Restart {}", names.front()) : "Save and Restart";
}

std::string names_of_restartable(std::span<const SupervisorStatus> running) {
  constexpr std::size_t kMostNames = 6;
  const std::vector<std::string> names = names_of(running);
  // "1 more" would take no less room than the name.
  return enumeration(names, names.size() > kMostNames ? kMostNames - 1 : kMostNames);
}

std::string restart_tooltip(std::span<const SupervisorStatus> running) {
  const std::vector<std::string> names = names_of(running);
  if (names.empty()) return "Saves. No app that could be restarted is running.";
  return fmt::format("Saves, then quits {} and starts {} again under the new settings.", names_of_restartable(running),
                     names.size() == 1 ? "it" : "them");
}

std::vector<SupervisorStatus> restartable(std::span<const SupervisorStatus> running) {
  std::vector<SupervisorStatus> found;
  for (const SupervisorStatus& each : running)
    if (!each.client_id.empty()) found.push_back(each);
  return found;
}

}  // namespace sallyport
