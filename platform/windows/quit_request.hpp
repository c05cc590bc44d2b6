#pragma once

#include "app/supervisor_host.hpp"
#include "platform/windows/client_job.hpp"
#include "sallyport/ports/process_launcher.hpp"

namespace sallyport {

/// Asks a process to end as its user would, and does not wait: WM_CLOSE to its windows, a console of its own among
/// them; where it has none and shares this process's console, CTRL_BREAK
/// (learn.microsoft.com/en-us/windows/console/generateconsolectrlevent), but only where that reaches `job` and
/// Sallyport's own processes alone: Windows gives it to everything in the console. kNothingToAsk goes for one that is
/// still starting, too.
QuitAsking ask_process_to_quit(ProcessId process, const ClientJob& job);

/// The first half of that: whether there was a window to be asked.
bool ask_windows_to_close(ProcessId process);
/// Whether a process shares this one's console.
[[nodiscard]] bool is_in_this_console(ProcessId process);

}  // namespace sallyport
