#include "platform/posix/process_end.hpp"

#include <fcntl.h>
#include <sys/event.h>

namespace sallyport {

// kqueue(2), EVFILT_PROC with NOTE_EXIT; the queue can itself be polled. Written, not yet built or run on a Mac.
FileDescriptor watch_process_end(ProcessId process) {
  FileDescriptor queue(::kqueue());
  if (!queue) return queue;
  ::fcntl(queue.get(), F_SETFD, FD_CLOEXEC);
  struct kevent end {};
  EV_SET(&end, static_cast<uintptr_t>(process), EVFILT_PROC, EV_ADD, NOTE_EXIT, 0, nullptr);
  if (::kevent(queue.get(), &end, 1, nullptr, 0, nullptr) != 0) return {};
  return queue;
}

}  // namespace sallyport
