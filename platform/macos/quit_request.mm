#include "platform/posix/quit_request.hpp"

#import <AppKit/AppKit.h>
#include <signal.h>

namespace sallyport {

// developer.apple.com/documentation/appkit/nsrunningapplication/terminate(): an app with windows is asked as its own Quit
// asks it, so that it can ask about unsaved work; SIGTERM would end it at once. Written, not yet built or run on a Mac.
void ask_process_to_quit(ProcessId process) {
  @autoreleasepool {
    const auto pid = static_cast<pid_t>(process);
    NSRunningApplication* app = [NSRunningApplication runningApplicationWithProcessIdentifier:pid];
    if ([app terminate]) return;
    ::kill(pid, SIGTERM);
    // A stopped process would not see it.
    ::kill(pid, SIGCONT);
  }
}

}  // namespace sallyport
