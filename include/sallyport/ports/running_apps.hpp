#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "sallyport/core/environment.hpp"
#include "sallyport/ports/process_launcher.hpp"

namespace sallyport {

/// Processes of this user, as the OS lists them.
class RunningApps {
 public:
  struct App {
    ProcessId pid = 0;
    ProcessId parent = 0;
    std::string program;  ///< absolute path of the executable; empty when unreadable
    std::vector<std::string> command_line;
    std::chrono::system_clock::time_point started;
  };

  virtual ~RunningApps() = default;

  [[nodiscard]] virtual std::vector<App> list() = 0;
  /// The environment that a process was started with; kIo when it cannot be read, kNotRunning when it has ended.
  [[nodiscard]] virtual Result<Environment> environment_of(ProcessId pid) = 0;
};

}  // namespace sallyport
