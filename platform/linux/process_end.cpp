#include "platform/posix/process_end.hpp"

#include <sys/syscall.h>
#include <unistd.h>

namespace sallyport {

// pidfd_open(2)
FileDescriptor watch_process_end(ProcessId process) {
  return FileDescriptor(static_cast<int>(::syscall(SYS_pidfd_open, static_cast<pid_t>(process), 0U)));
}

}  // namespace sallyport
