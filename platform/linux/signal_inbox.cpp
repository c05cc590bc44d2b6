#include "platform/posix/signal_inbox.hpp"

#include <sys/signalfd.h>
#include <unistd.h>

namespace sallyport {

FileDescriptor open_signal_inbox(const sigset_t& signals) {
  return FileDescriptor(::signalfd(-1, &signals, SFD_NONBLOCK | SFD_CLOEXEC));
}

std::optional<ReceivedSignal> read_signal(int inbox) {
  signalfd_siginfo info{};
  if (::read(inbox, &info, sizeof(info)) != sizeof(info)) return std::nullopt;
  return ReceivedSignal{static_cast<int>(info.ssi_signo), static_cast<pid_t>(info.ssi_pid), info.ssi_code > 0};
}

}  // namespace sallyport
