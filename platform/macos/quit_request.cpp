#include "platform/posix/quit_request.hpp"

#include <signal.h>

#include "platform/macos/desktop_calls.hpp"
#include "platform/posix/desktop_module.hpp"
#include "platform/posix/module_file.hpp"

namespace sallyport {

// SIGTERM would end an app at once, without a question about unsaved work. Written, not yet built or run on a Mac.
void ask_process_to_quit(ProcessId process) {
  const auto pid = static_cast<pid_t>(process);
  const ModuleFile module(module_paths(DesktopModule::kFile), "Sallyport's link to the desktop",
                          ErrorCode::kUnsupported);
  const auto quit_app = module.load(kQuitAppName);
  if (quit_app && reinterpret_cast<QuitApp*>(*quit_app)(pid)) return;
  ::kill(pid, SIGTERM);
  // A stopped process would not see it.
  ::kill(pid, SIGCONT);
}

}  // namespace sallyport
