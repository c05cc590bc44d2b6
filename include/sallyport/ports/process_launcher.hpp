#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sallyport/core/environment.hpp"
#include "sallyport/core/result.hpp"

namespace sallyport {

using ProcessId = std::int64_t;

/// What to run, as a value. Nothing is passed through a shell.
struct ProcessSpec {
  std::string program = {};                 ///< absolute path, found beforehand (program_finder.hpp)
  std::vector<std::string> arguments = {};  ///< without argv[0]
  std::string argv0 = {};                   ///< what the process sees as its own name; empty: program
  Environment environment = {};             ///< whole
  std::string directory = {};               ///< empty: the caller's
};

/// Starts processes. A started process has the standard streams, process group, limits, umask, and the signal mask and
/// dispositions that this program was itself started with, and no other descriptor.
class ProcessLauncher {
 public:
  virtual ~ProcessLauncher() = default;

  /// Returns once the new program runs (its exec is done). Errors: kCommandNotFound, kCommandNotExecutable, kIo, and
  /// kInvalidValue for a directory that it cannot start in. A failure leaves no zombie.
  [[nodiscard]] virtual Result<ProcessId> start(const ProcessSpec& spec) = 0;
  /// Starts a program that is no descendant of this one but a sibling, in a session of its own and with its standard
  /// streams at /dev/null. It is nobody's to wait for. Errors: kCommandNotFound for what is no program, kIo; whether
  /// its exec went well is not known.
  [[nodiscard]] virtual Result<void> start_apart(const ProcessSpec& spec) = 0;
};

}  // namespace sallyport
