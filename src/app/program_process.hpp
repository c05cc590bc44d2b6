#pragma once

#include <string>
#include <string_view>

#include "sallyport/core/program_paths.hpp"
#include "sallyport/ports/running_apps.hpp"

namespace sallyport {

/// A program by which its processes are known.
struct Program {
  std::string path;       ///< absolute, as it was found
  std::string real_path;  ///< `path` with its links followed
  ProgramPaths paths = ProgramPaths::kExact;

  /// Whether it is a shell, an interpreter or another launcher, by either path: that it runs says nothing of what it
  /// runs.
  [[nodiscard]] bool runs_others() const;
};

/// The same of the program at `path`.
[[nodiscard]] bool runs_other_programs(std::string_view path);

/// Whether `process` runs `program`: as its executable, as the script that an interpreter reads, or as the batch file
/// that cmd.exe reads.
[[nodiscard]] bool is_process_of(const RunningApps::App& process, const Program& program);

}  // namespace sallyport
