#include "platform/posix/signal_inbox.hpp"

#include <pthread.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "platform/posix/local_socket.hpp"

namespace sallyport {
namespace {

// kqueue(2) does not say who sent a signal, and there is no sigwaitinfo: a handler (sigaction(2), SA_SIGINFO) writes
// what it is told into a pipe. Written, not yet built or run on a Mac.
volatile sig_atomic_t inbox_writer = -1;

void note_signal(int number, siginfo_t* info, void*) {
  const int before = errno;
  // The kernel gives no sender for what nobody sent, but for a child, which it names.
  const ReceivedSignal signal{number, info->si_pid, info->si_pid == 0 || number == SIGCHLD};
  // Less than PIPE_BUF: whole, or not at all when the pipe is full.
  [[maybe_unused]] const ssize_t written = ::write(inbox_writer, &signal, sizeof(signal));
  errno = before;
}

bool is_ignored(int number) {
  struct sigaction action {};
  return ::sigaction(number, nullptr, &action) == 0 && action.sa_handler == SIG_IGN;
}

}  // namespace

FileDescriptor open_signal_inbox(const sigset_t& signals) {
  auto pipe = open_pipe(Waiting::kNever);
  if (!pipe) return {};
  inbox_writer = pipe->second.release();
  struct sigaction action {};
  action.sa_sigaction = note_signal;
  action.sa_flags = SA_SIGINFO | SA_RESTART;
  sigfillset(&action.sa_mask);
  for (int number = 1; number < NSIG; ++number) {
    if (sigismember(&signals, number) == 1 && !is_ignored(number)) ::sigaction(number, &action, nullptr);
  }
  pthread_sigmask(SIG_UNBLOCK, &signals, nullptr);
  return std::move(pipe->first);
}

std::optional<ReceivedSignal> read_signal(int inbox) {
  ReceivedSignal signal;
  ssize_t count = 0;
  do {
    count = ::read(inbox, &signal, sizeof(signal));
  } while (count < 0 && errno == EINTR);
  if (count != static_cast<ssize_t>(sizeof(signal))) return std::nullopt;
  return signal;
}

}  // namespace sallyport
