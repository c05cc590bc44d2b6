#include "app/older_instance.hpp"

namespace sallyport {

std::optional<ProcessId> find_older_instance(const ClientStart& start, const std::vector<SupervisorStatus>& supervisors,
                                             const std::vector<RunningApps::App>& apps) {
  for (const auto& other : supervisors) {
    if (other.client_id == start.client_id && other.supervisor_pid != start.supervisor_pid && other.pid != 0 &&
        other.since <= start.at) {
      return other.pid;
    }
  }
  if (start.program.runs_others()) return std::nullopt;
  for (const auto& app : apps) {
    if (app.pid == start.pid || app.started >= start.at) continue;
    if (is_process_of(app, start.program)) return app.pid;
  }
  return std::nullopt;
}

}  // namespace sallyport
