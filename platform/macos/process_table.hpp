#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "platform/macos/process_arguments.hpp"
#include "sallyport/core/result.hpp"
#include "sallyport/ports/process_launcher.hpp"

namespace sallyport {

/// A process as the kernel lists it.
struct ProcessEntry {
  ProcessId pid = 0;
  ProcessId parent = 0;
  std::chrono::system_clock::time_point started;
};

/// The processes of this user that have not ended (<libproc.h>: proc_listpids with PROC_UID_ONLY, proc_pidinfo with
/// PROC_PIDTBSDINFO). Written, not yet built or run on a Mac.
[[nodiscard]] std::vector<ProcessEntry> own_processes();

/// One of them; empty for another user's, or when it has ended.
[[nodiscard]] std::optional<ProcessEntry> own_process(ProcessId pid);

/// Absolute (proc_pidpath); empty when it cannot be told.
[[nodiscard]] std::string program_of(ProcessId pid);

/// sysctl(3), KERN_PROCARGS2. kNotRunning, kIo.
[[nodiscard]] Result<ProcessArguments> arguments_of(ProcessId pid);

}  // namespace sallyport
