#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sallyport/core/client.hpp"
#include "sallyport/ports/program_finder.hpp"
#include "sallyport/ports/running_apps.hpp"
#include "sallyport/ports/supervisors.hpp"

namespace sallyport {

enum class ClientState {
  kRunning,  ///< started by Sallyport
  kStopped,
  kOutside,  ///< a process of the client's program that no supervisor owns
};
[[nodiscard]] std::string_view to_string(ClientState state);

struct ClientStatus {
  std::string id;  ///< empty for a command of `run`
  std::string name;
  ClientState state = ClientState::kStopped;
  ProcessId pid = 0;                           ///< 0 when stopped, or when only descendants are left
  std::optional<SupervisorStatus> supervisor;  ///< kRunning
  std::optional<std::chrono::system_clock::time_point> since;
};

/// Every client once for each supervisor that runs it, then once for each of its processes outside; once as stopped
/// when there is neither. Commands of `run` follow, without an id. `environment` is where commands are looked up.
[[nodiscard]] std::vector<ClientStatus> client_statuses(std::span<const Client> clients,
                                                        std::span<const SupervisorStatus> supervisors,
                                                        std::span<const RunningApps::App> apps, ProgramFinder& programs,
                                                        const Environment& environment);

/// Whether a process that no supervisor owns was given a relay that is not there any more: its supervisor was killed.
[[nodiscard]] bool has_lost_its_relay(const Environment& environment, std::span<const SupervisorStatus> supervisors);

}  // namespace sallyport
