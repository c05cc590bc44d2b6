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
  /// Whether an entry of the OS menu started it.
  [[nodiscard]] virtual bool is_menu_launch() = 0;
  /// Becomes `program` (execve(2)), with the same environment; returns only when that failed.
  [[nodiscard]] virtual Error become(const std::string& program, const std::vector<std::string>& arguments) = 0;
};

}  // namespace sallyport
