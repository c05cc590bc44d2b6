#pragma once

#include "sallyport/ports/process_launcher.hpp"

namespace sallyport {

/// Asks a process to end as its user would: SIGTERM, which a stopped process sees, too; on macOS what Quit does, where
/// the process is an app with windows. Does not wait.
void ask_process_to_quit(ProcessId process);

}  // namespace sallyport
