#include "app/client_status.hpp"

#include <algorithm>
#include <map>

#include "app/program_process.hpp"
#include "sallyport/core/bypass_rendering.hpp"

namespace sallyport {
namespace {

/// The processes by pid, to ask what stands above one.
class ProcessTree {
 public:
  ProcessTree(std::span<const RunningApps::App> apps, std::span<const SupervisorStatus> supervisors) {
    for (const RunningApps::App& app : apps) by_pid_.emplace(app.pid, &app);
    for (const SupervisorStatus& supervisor : supervisors) {
      owners_.push_back(supervisor.supervisor_pid);
      owners_.push_back(supervisor.pid);
    }
  }

  [[nodiscard]] bool is_owned(const RunningApps::App& app) const {
    return any_above(app, true, [this](const RunningApps::App& above) {
      return std::find(owners_.begin(), owners_.end(), above.pid) != owners_.end();
    });
  }

  template <typename Predicate>
  [[nodiscard]] bool any_above(const RunningApps::App& app, bool itself, const Predicate& predicate) const {
    if (itself && predicate(app)) return true;
    // As many steps as there are processes: pids that were taken again meanwhile could form a ring, also through `app`.
    const RunningApps::App* current = &app;
    for (std::size_t step = 0; step < by_pid_.size(); ++step) {
      const auto parent = by_pid_.find(current->parent);
      if (parent == by_pid_.end()) return false;
      current = parent->second;
      if (current == &app) return false;
      if (predicate(*current)) return true;
    }
    return false;
  }

 private:
  std::map<ProcessId, const RunningApps::App*> by_pid_;
  std::vector<ProcessId> owners_;
};

/// Whether `app` is `client`, whose command is `program`. Of a shell or an interpreter only the arguments tell.
bool runs(const RunningApps::App& app, const Client& client, const Program& program) {
  if (!is_process_of(app, program)) return false;
  if (!program.runs_others()) return true;
  const auto fixed =
      std::find(client.arguments.begin(), client.arguments.end(), kFilesArgument) - client.arguments.begin();
  return fixed > 0 && std::ssize(app.command_line) > fixed &&
         std::equal(client.arguments.begin(), client.arguments.begin() + fixed, app.command_line.begin() + 1);
}

ClientStatus running(const SupervisorStatus& supervisor, std::string id, std::string name) {
  return {std::move(id), std::move(name), ClientState::kRunning, supervisor.pid, supervisor, supervisor.since};
}

}  // namespace

std::string_view to_string(ClientState state) {
  switch (state) {
    case ClientState::kRunning:
      return "running";
    case ClientState::kOutside:
      return "outside";
    case ClientState::kStopped:
      break;
  }
  return "stopped";
}

std::vector<ClientStatus> client_statuses(std::span<const Client> clients,
                                          std::span<const SupervisorStatus> supervisors,
                                          std::span<const RunningApps::App> apps, ProgramFinder& programs,
                                          const Environment& environment) {
  const ProcessTree tree(apps, supervisors);
  std::vector<ClientStatus> statuses;
  for (const Client& client : clients) {
    const std::size_t before = statuses.size();
    for (const SupervisorStatus& supervisor : supervisors) {
      if (supervisor.client_id == client.id) statuses.push_back(running(supervisor, client.id, client.name));
    }
    if (const Result<std::string> path = programs.find(client.command, environment, client.directory)) {
      const Program program{*path, programs.without_links(*path), programs.paths()};
      const auto is_client = [&](const RunningApps::App& app) { return runs(app, client, program); };
      for (const RunningApps::App& app : apps) {
        // Of an app's many processes, the one that the others descend from.
        if (!is_client(app) || tree.is_owned(app) || tree.any_above(app, false, is_client)) continue;
        statuses.push_back({client.id, client.name, ClientState::kOutside, app.pid, std::nullopt, app.started});
      }
    }
    if (statuses.size() == before) {
      statuses.push_back({client.id, client.name, ClientState::kStopped, 0, std::nullopt, std::nullopt});
    }
  }
  for (const SupervisorStatus& supervisor : supervisors) {
    const bool configured = std::any_of(clients.begin(), clients.end(),
                                        [&](const Client& client) { return client.id == supervisor.client_id; });
    if (!configured) statuses.push_back(running(supervisor, supervisor.client_id, supervisor.name));
  }
  return statuses;
}

bool has_lost_its_relay(const Environment& environment, std::span<const SupervisorStatus> supervisors) {
  const auto value = [&](std::string_view name) {
    const std::string* found = environment.find(name);
    return found == nullptr ? std::string() : *found;
  };
  const std::string proxy = value("http_proxy");
  constexpr std::string_view kRelay = "http://127.0.0.1:";
  // As launch plans write it, with both variables alike and this very list.
  if (!proxy.starts_with(kRelay) || value("https_proxy") != proxy || value("no_proxy") != render_no_proxy({})) {
    return false;
  }
  const std::string port = proxy.substr(kRelay.size());
  return std::none_of(supervisors.begin(), supervisors.end(), [&](const SupervisorStatus& supervisor) {
    return std::to_string(supervisor.relay_port) == port;
  });
}

}  // namespace sallyport
