#pragma once

#include "sallyport/ports/process_launcher.hpp"

namespace sallyport {

/// Asks a process to end as its user would, and does not wait: WM_CLOSE to its windows, a console of its own among
/// them; where it has none, CTRL_BREAK to its process group, which reaches one that shares this process's console
/// (learn.microsoft.com/en-us/windows/console/generateconsolectrlevent). False: it has nothing to be asked by, as one
/// that is still starting.
bool ask_process_to_quit(ProcessId process);

}  // namespace sallyport
