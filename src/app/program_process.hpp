#pragma once

#include <string>
#include <string_view>

#include "sallyport/ports/running_apps.hpp"

namespace sallyport {

/// Whether the program at `path` is a shell, an interpreter or another launcher: that it runs says nothing of what it
/// runs.
[[nodiscard]] bool runs_other_programs(std::string_view path);

/// Whether `process` runs `program` (its absolute path; `real_path` with its links followed): as its executable, or as
/// the script that an interpreter reads.
[[nodiscard]] bool is_process_of(const RunningApps::App& process, const std::string& program,
                                 const std::string& real_path);

}  // namespace sallyport
