#include "platform/posix/posix_supervisor_loop.hpp"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <boost/asio/steady_timer.hpp>
#include <cerrno>
#include <memory>
#include <optional>
#include <utility>

#include "platform/common/descendants.hpp"
#include "platform/posix/environment_check.hpp"
#include "platform/posix/launch_channel.hpp"
#include "platform/posix/quit_request.hpp"
#include "platform/posix/signal_inbox.hpp"

namespace sallyport {
namespace {

namespace asio = boost::asio;
using Descriptor = asio::posix::stream_descriptor;

int open_signals() {
  sigset_t signals = relayed_signals();
  sigaddset(&signals, SIGCHLD);
  return open_signal_inbox(signals).release();
}

}  // namespace

PosixSupervisorLoop::PosixSupervisorLoop(const SupervisedLaunch& launch, const SupervisorPorts& ports,
                                         FileDescriptor channel, pid_t waiter)
    : SupervisorLoop(launch, ports, ::getpid(), waiter), signals_(context(), open_signals()), waiter_(context()) {
  waiter_.assign(channel.release());
}

void PosixSupervisorLoop::tell_waiter(const LaunchNote& note) {
  if (has_waiter()) send_note(waiter_.native_handle(), note);
}

void PosixSupervisorLoop::watch_processes() {
  if (has_waiter()) await_waiter();
  await_signals();
}

Result<ProcessId> PosixSupervisorLoop::start(const ProcessSpec& process) {
  client_is_stopped_ = false;
  return SupervisorLoop::start(process);
}

void PosixSupervisorLoop::ask_to_quit(ProcessId pid) {
  if (adopted() != 0) ask_process_to_quit(adopted());
  if (pid != 0) return ask_process_to_quit(pid);
  for (const auto& app : ports().running_apps.list()) {
    if (app.parent == ::getpid()) ask_process_to_quit(app.pid);
  }
}

void PosixSupervisorLoop::end_tree() {
  const auto apps = ports().running_apps.list();
  auto all = descendants_of(::getpid(), apps);
  if (adopted() != 0) {
    all.merge(descendants_of(adopted(), apps));
    all.insert(adopted());
  }
  for (const ProcessId pid : all) ::kill(static_cast<pid_t>(pid), SIGKILL);
}

EnvironmentState PosixSupervisorLoop::verify(ProcessId pid, const ProcessSpec& process) {
  return verify_environment(ports().running_apps, pid, process);
}

void PosixSupervisorLoop::await_signals() {
  signals_.async_wait(Descriptor::wait_read, [this](const boost::system::error_code& error) {
    if (error) return;
    read_signals();
    if (!is_finished()) await_signals();
  });
}

void PosixSupervisorLoop::read_signals() {
  bool child_changed = false;
  while (const auto signal = read_signal(signals_.native_handle())) {
    const int number = signal->number;
    if (number == SIGCHLD) {
      child_changed = true;
    } else if (signal->from_kernel || signal->sender == client_pid()) {
      // The kernel's, such as Ctrl-C, the client has from the terminal; what it tells its parent is not for itself.
      continue;
    } else if (has_waiter()) {
      relay_.supervisor_received(number, signal->sender, now());
      pass_on_unclaimed();
    } else if (client_pid() != 0) {
      ::kill(client_pid(), number);
    }
  }
  if (child_changed) reap();
}

void PosixSupervisorLoop::pass_on_unclaimed() {
  const auto delay = std::make_shared<asio::steady_timer>(context(), SignalRelay::kSameSending);
  delay->async_wait([this, delay](const boost::system::error_code& error) {
    if (error) return;
    if (has_waiter()) relay_from_waiter();
    for (const int number : relay_.take_unclaimed(now())) {
      if (client_pid() != 0) ::kill(client_pid(), number);
    }
  });
}

void PosixSupervisorLoop::reap() {
  std::optional<int> main_code;
  bool descendants = adopted() != 0;
  for (;;) {
    int status = 0;
    const pid_t pid = ::waitpid(-1, &status, WUNTRACED | WCONTINUED | WNOHANG);
    if (pid < 0 && errno == EINTR) continue;
    if (pid < 0) break;
    if (pid == 0) {
      descendants = true;
      break;
    }
    if (pid != client_pid()) continue;
    if (WIFSTOPPED(status)) {
      // The waiter stops for the shell to see; this process goes on answering requests.
      client_is_stopped_ = true;
      if (has_waiter()) ::kill(waiter_pid(), SIGSTOP);
    } else if (WIFCONTINUED(status)) {
      client_is_stopped_ = false;
      if (has_waiter()) ::kill(waiter_pid(), SIGCONT);
    } else {
      main_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    }
  }
  if (main_code) {
    if (client_is_stopped_ && has_waiter()) ::kill(waiter_pid(), SIGCONT);
    supervisor().client_ended(*main_code, descendants);
  } else if (!descendants && client_pid() == 0) {
    supervisor().descendants_ended();
  }
}

void PosixSupervisorLoop::await_waiter() {
  waiter_.async_wait(Descriptor::wait_read, [this](const boost::system::error_code& error) {
    if (error) return;
    relay_from_waiter();
    if (has_waiter()) await_waiter();
  });
}

void PosixSupervisorLoop::relay_from_waiter() {
  // What was sent to the whole group has reached this process by now.
  read_signals();
  while (has_waiter()) {
    const auto signal = receive_signal(waiter_.native_handle());
    if (!signal) {
      if (errno == 0) let_waiter_go();
      return;
    }
    const bool in_group = client_pid() != 0 && ::getpgid(client_pid()) == ::getpgrp();
    const bool needed = relay_.client_needs(signal->number, signal->sender, in_group, now());
    if (client_pid() == 0) continue;
    if (signal->number == SIGCONT) {
      resume_client();
    } else if (needed) {
      ::kill(client_pid(), signal->number);
    }
  }
}

void PosixSupervisorLoop::resume_client() {
  if (!client_is_stopped_) return;
  const pid_t group = ::getpgid(client_pid());
  ::kill(group == ::getpgrp() ? client_pid() : -group, SIGCONT);
}

void PosixSupervisorLoop::let_waiter_go() {
  boost::system::error_code ignored;
  waiter_.close(ignored);
  ::setsid();
  // The caller's pipes end when its processes do, not when this one does.
  const FileDescriptor null(::open("/dev/null", O_RDWR | O_CLOEXEC));
  for (const int standard : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) ::dup2(null.get(), standard);
}

}  // namespace sallyport
