#include "platform/posix/quit_request.hpp"

#include <signal.h>

namespace sallyport {

void ask_process_to_quit(ProcessId process) {
  ::kill(static_cast<pid_t>(process), SIGTERM);
  // A stopped process would not see it.
  ::kill(static_cast<pid_t>(process), SIGCONT);
}

}  // namespace sallyport
