#pragma once

#include <string>
#include <vector>

#include "sallyport/core/environment.hpp"
#include "sallyport/core/result.hpp"
#include "sallyport/ports/process_launcher.hpp"

namespace sallyport {

/// The process that this program runs in.
class ThisProcess {
 public:
  virtual ~ThisProcess() = default;

  [[nodiscard]] virtual ProcessId id() = 0;
  /// What it was started with.
  [[nodiscard]] virtual Environment environment() = 0;
  /// Whether an entry of the OS menu started it, as far as can be told.
  [[nodiscard]] virtual bool is_menu_launch() = 0;
  /// Starts a program that outlives this process, which is to end soon after: in a session of its own, with its
  /// standard streams at /dev/null. Errors as of ProcessLauncher::start_apart.
  [[nodiscard]] virtual Result<void> leave_behind(const ProcessSpec& spec) = 0;
  /// Becomes `program` (execve(2)), with the same environment; returns only when that failed.
  [[nodiscard]] virtual Error become(const std::string& program, const std::vector<std::string>& arguments) = 0;
};

}  // namespace sallyport
