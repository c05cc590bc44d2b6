#pragma once

#include <set>
#include <span>
#include <string>
#include <vector>

#include "sallyport/core/client.hpp"
#include "sallyport/ports/supervisors.hpp"

namespace sallyport {

/// What the Apps page says of a client.
enum class AppState { kNotSaved, kStopped, kRunning, kRunningStale, kRunningOutside };

struct AppRow {
  Client client;
  AppState state = AppState::kStopped;
  std::string state_text;              ///< `Running with old settings`
  std::string command_text;            ///< command and arguments in one line
  std::vector<ProcessId> supervisors;  ///< of its running instances
  bool operator==(const AppRow&) const = default;
};

/// One row for each of `clients` (as edited). A client that is not among `saved` cannot run yet. `outside` holds the
/// ids of those that `client_statuses` finds outside Sallyport, `relay_gone` of those of them that have lost their
/// relay.
[[nodiscard]] std::vector<AppRow> make_app_rows(const std::vector<Client>& clients, const std::vector<Client>& saved,
                                                std::span<const SupervisorStatus> running,
                                                const std::set<std::string>& outside,
                                                const std::set<std::string>& relay_gone = {});

/// `Save and Restart Postman` with one configured client running, else `Save and Restart`.
[[nodiscard]] std::string restart_label(std::span<const SupervisorStatus> running);
/// `Postman, curl and Insomnia`; of many only the first few and how many more there are.
[[nodiscard]] std::string names_of_restartable(std::span<const SupervisorStatus> running);
/// Which running apps Save and Restart concerns, as a sentence.
[[nodiscard]] std::string restart_tooltip(std::span<const SupervisorStatus> running);
/// Those of `running` that Save and Restart restarts: configured clients, not `run` commands.
[[nodiscard]] std::vector<SupervisorStatus> restartable(std::span<const SupervisorStatus> running);

}  // namespace sallyport
