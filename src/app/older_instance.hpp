#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "app/program_process.hpp"
#include "sallyport/ports/running_apps.hpp"
#include "sallyport/ports/supervisors.hpp"

namespace sallyport {

/// A start that may have handed its work to an instance that was there before.
struct ClientStart {
  ProcessId supervisor_pid = 0;
  ProcessId pid = 0;
  std::string client_id;
  Program program;
  std::chrono::system_clock::time_point at;
};

/// The process of an instance of the same client that runs since before `start`: one that another supervisor has, or a
/// process of the same program. A program that runs others (a shell, an interpreter) says nothing by its path.
[[nodiscard]] std::optional<ProcessId> find_older_instance(const ClientStart& start,
                                                           const std::vector<SupervisorStatus>& supervisors,
                                                           const std::vector<RunningApps::App>& apps);

}  // namespace sallyport
