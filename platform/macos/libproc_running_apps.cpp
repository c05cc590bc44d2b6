#include "platform/macos/libproc_running_apps.hpp"

#include <utility>

#include "platform/macos/process_table.hpp"

namespace sallyport {

std::vector<RunningApps::App> LibprocRunningApps::list() {
  std::vector<App> apps;
  for (const ProcessEntry& process : own_processes()) {
    App app;
    app.pid = process.pid;
    app.parent = process.parent;
    app.program = program_of(process.pid);
    if (auto arguments = arguments_of(process.pid)) app.command_line = std::move(arguments->command_line);
    app.started = process.started;
    apps.push_back(std::move(app));
  }
  return apps;
}

Result<Environment> LibprocRunningApps::environment_of(ProcessId pid) {
  return arguments_of(pid).map([](ProcessArguments arguments) { return std::move(arguments.environment); });
}

}  // namespace sallyport
