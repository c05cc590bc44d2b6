#include "app/older_instance.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace sallyport {
namespace {

bool runs_other_programs(std::string_view path) {
  static constexpr std::array<std::string_view, 14> kNames = {
      "sh", "bash", "dash", "zsh", "ksh", "fish", "busybox", "env", "perl", "ruby", "node", "java", "flatpak", "snap"};
  const auto name = path.substr(path.rfind('/') + 1);
  return name.starts_with("python") || std::find(kNames.begin(), kNames.end(), name) != kNames.end();
}

}  // namespace

std::optional<ProcessId> find_older_instance(const ClientStart& start, const std::vector<SupervisorStatus>& supervisors,
                                             const std::vector<RunningApps::App>& apps) {
  for (const auto& other : supervisors) {
    if (other.client_id == start.client_id && other.supervisor_pid != start.supervisor_pid && other.pid != 0 &&
        other.since <= start.at) {
      return other.pid;
    }
  }
  if (runs_other_programs(start.real_path) || runs_other_programs(start.program)) return std::nullopt;
  for (const auto& app : apps) {
    if (app.pid == start.pid || app.started >= start.at) continue;
    const auto& words = app.command_line;
    // A script stands behind its interpreter.
    const bool is_script = words.size() > 1 && words[1] == start.program && runs_other_programs(app.program);
    if (app.program == start.real_path || is_script) return app.pid;
  }
  return std::nullopt;
}

}  // namespace sallyport
