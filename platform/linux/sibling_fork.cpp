#include "platform/posix/sibling_fork.hpp"

#include <sched.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace sallyport {

// A child subreaper would get back whatever it forks, however often: so the process is made as a child of this one's
// parent (clone(2), CLONE_PARENT).
pid_t fork_sibling() {
  return static_cast<pid_t>(::syscall(SYS_clone, CLONE_PARENT | SIGCHLD, nullptr, nullptr, nullptr, nullptr));
}

}  // namespace sallyport
