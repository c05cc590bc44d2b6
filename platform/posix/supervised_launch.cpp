#include "platform/supervised_launch.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

#include "app/start_notice.hpp"
#include "platform/common/launch_waiter.hpp"
#include "platform/memory_privacy.hpp"
#include "platform/posix/descriptor_range.hpp"
#include "platform/posix/file_descriptor.hpp"
#include "platform/posix/launch_channel.hpp"
#include "platform/posix/local_socket.hpp"
#include "platform/posix/posix_supervisor_loop.hpp"
#include "platform/posix/signal_inbox.hpp"
#include "platform/posix/subreaper.hpp"

namespace sallyport {
namespace {

constexpr int kChannel = 3;
/// What ends a launch that waits for a keychain.
constexpr std::array kEndingSignals{SIGHUP, SIGINT, SIGQUIT, SIGTERM};

bool is_ignored(int number) {
  struct sigaction action {};
  return ::sigaction(number, nullptr, &action) == 0 && action.sa_handler == SIG_IGN;
}

void attach_standard_streams_to_null() {
  const FileDescriptor null(::open("/dev/null", O_RDWR | O_CLOEXEC));
  for (const int standard : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) ::dup2(null.get(), standard);
}

/// The supervisor's life, in the fork.
void supervise(const SupervisedLaunch& launch, const SupervisorPorts& ports, int channel, pid_t waiter) {
  if (channel != kChannel) ::dup2(channel, kChannel);
  ::fcntl(kChannel, F_SETFD, FD_CLOEXEC);
  // What the caller left open is not kept open by a process that may outlive it.
  close_descriptors_from(kChannel + 1);
  adopt_orphans();
  hide_memory();
  ::signal(SIGCHLD, SIG_DFL);
  if (launch.detach) {
    ::setsid();
    attach_standard_streams_to_null();
  }

  sigset_t ending;
  sigemptyset(&ending);
  for (const int number : kEndingSignals) sigaddset(&ending, number);
  ::sigprocmask(SIG_UNBLOCK, &ending, nullptr);
  auto prepared = ports.preparation.prepare(launch.request, {});
  ::sigprocmask(SIG_BLOCK, &ending, nullptr);
  if (!prepared) return send_note(kChannel, failure_note(prepared.error()));
  for (const auto& warning : prepared->plan.warnings) {
    send_note(kChannel, {.kind = LaunchNote::Kind::kWarning, .text = warning});
  }
  // A desktop's token is the client's first start's: neither a restart nor a window has a use for it.
  SupervisedLaunch later = launch;
  later.request.inherited = without_start_notice(std::move(later.request.inherited));
  PosixSupervisorLoop loop(later, ports, FileDescriptor(kChannel), waiter);
  loop.run(std::move(*prepared), launch.detach);
  // Not the destructors: a thread may wait for a keychain.
  ::_exit(0);
}

/// The part of the process that the shell waits for.
class Waiter {
 public:
  Waiter(int channel, pid_t supervisor, bool detach, const LaunchListener& listener)
      : channel_(channel), supervisor_(supervisor), notes_(detach, listener) {}

  int wait(int signals) {
    for (;;) {
      std::array<pollfd, 2> waits{{{channel_, POLLIN, 0}, {signals, POLLIN, 0}}};
      if (::poll(waits.data(), waits.size(), -1) < 0 && errno != EINTR) return kOwnFailure;
      if (waits[0].revents != 0) {
        if (const auto code = hear()) return *code;
      } else if (waits[1].revents != 0) {
        if (const auto code = relay(signals)) return *code;
      }
    }
  }

 private:
  /// The exit code, once there is one.
  std::optional<int> hear() {
    if (const auto note = receive_note(channel_)) return notes_.hear(*note);
    int status = 0;
    const bool ended = notes_.client() == 0 && ::waitpid(supervisor_, &status, 0) == supervisor_ && WIFSIGNALED(status);
    if (ended && WTERMSIG(status) != SIGKILL) return 128 + WTERMSIG(status);
    return notes_.lost_supervisor();
  }

  std::optional<int> relay(int signals) {
    const auto signal = read_signal(signals);
    if (!signal) return std::nullopt;
    const int number = signal->number;
    if (number == SIGCHLD) {
      reap_windows();
      return std::nullopt;
    }
    if (!notes_.prepared()) {
      const bool ends = std::find(kEndingSignals.begin(), kEndingSignals.end(), number) != kEndingSignals.end();
      if (!ends || is_ignored(number)) return std::nullopt;
      // It may wait for a keychain; no client exists yet.
      ::kill(supervisor_, SIGKILL);
      return 128 + number;
    }
    if (signal->sender != supervisor_ && (!signal->from_kernel || number == SIGCONT)) {
      send_signal(channel_, {number, signal->sender});
    }
    return std::nullopt;
  }

  /// What the supervisor starts apart is a child of this process (sibling_fork.hpp).
  void reap_windows() const {
    for (siginfo_t ended{}; ::waitid(P_ALL, 0, &ended, WEXITED | WNOHANG | WNOWAIT) == 0; ended = {}) {
      // How the supervisor ended is asked once its channel is closed.
      if (ended.si_pid == 0 || ended.si_pid == supervisor_) return;
      ::waitpid(ended.si_pid, nullptr, 0);
    }
  }

  int channel_;
  pid_t supervisor_;
  LaunchWaiter notes_;
};

/// Blocks signals for as long as it lives.
class BlockedSignals {
 public:
  explicit BlockedSignals(const sigset_t& signals) { ::sigprocmask(SIG_BLOCK, &signals, &before_); }
  ~BlockedSignals() { ::sigprocmask(SIG_SETMASK, &before_, nullptr); }
  BlockedSignals(const BlockedSignals&) = delete;
  BlockedSignals& operator=(const BlockedSignals&) = delete;

 private:
  sigset_t before_{};
};

int cannot_start(const LaunchListener& listener, int error) {
  const auto reason = std::system_category().message(error);
  if (listener.failed) listener.failed({ErrorCode::kIo, "The supervisor cannot be started: " + reason + ".", reason});
  return kOwnFailure;
}

}  // namespace

int run_supervised(const SupervisedLaunch& launch, const SupervisorPorts& ports, const LaunchListener& listener) {
  // A standard stream that the caller closed would be taken by the next descriptor.
  for (const int standard : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (::fcntl(standard, F_GETFD) < 0) ::open("/dev/null", O_RDWR);
  }
  auto channel = open_socket_pair();
  if (!channel) return cannot_start(listener, errno);
  FileDescriptor ours = std::move(channel->first);
  FileDescriptor theirs = std::move(channel->second);

  sigset_t heard = relayed_signals();
  sigaddset(&heard, SIGCHLD);
  const BlockedSignals block(heard);
  const pid_t waiter = ::getpid();
  const pid_t supervisor = ::fork();
  if (supervisor < 0) return cannot_start(listener, errno);
  if (supervisor == 0) {
    ours.reset();
    supervise(launch, ports, theirs.release(), waiter);
    ::_exit(kOwnFailure);
  }
  theirs.reset();
  const FileDescriptor signals = open_signal_inbox(heard);
  return Waiter(ours.get(), supervisor, launch.detach, listener).wait(signals.get());
}

}  // namespace sallyport
