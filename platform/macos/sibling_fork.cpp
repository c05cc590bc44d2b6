#include "platform/posix/sibling_fork.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>

namespace sallyport {

// Without child subreapers the child of a child that ends is launchd's. Written, not yet built or run on a Mac.
pid_t fork_sibling() {
  const pid_t between = ::fork();
  if (between < 0) return -1;
  if (between == 0) {
    const pid_t sibling = ::fork();
    if (sibling == 0) return 0;
    ::_exit(sibling < 0 ? 1 : 0);
  }
  int status = 0;
  while (::waitpid(between, &status, 0) < 0) {
    if (errno != EINTR) return -1;
  }
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return between;
  errno = EAGAIN;
  return -1;
}

}  // namespace sallyport
