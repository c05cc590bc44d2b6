#pragma once

#include <boost/asio/posix/stream_descriptor.hpp>
#include <chrono>
#include <string>

#include "platform/common/supervisor_loop.hpp"
#include "platform/posix/file_descriptor.hpp"
#include "platform/posix/signal_relay.hpp"

namespace sallyport {

/// Reaps, and passes signals on. The relayed signals and SIGCHLD are blocked before it is made, and it is the only
/// thread then.
class PosixSupervisorLoop final : public SupervisorLoop {
 public:
  /// `channel`: launch_channel.hpp. `waiter`: the process at its other end.
  PosixSupervisorLoop(const SupervisedLaunch& launch, const SupervisorPorts& ports, FileDescriptor channel,
                      pid_t waiter);

 private:
  void tell_waiter(const LaunchNote& note) override;
  bool has_waiter() const override { return waiter_.is_open(); }
  void let_waiter_go() override;
  void watch_processes() override;
  void adopted_ended() override { reap(); }
  Result<ProcessId> start(const ProcessSpec& process) override;
  EnvironmentState verify(ProcessId pid, const ProcessSpec& process) override;
  void ask_to_quit(ProcessId pid) override;
  QuitAsking became_of_asking() const override { return QuitAsking::kAsked; }
  void end_tree() override;

  void await_signals();
  void read_signals();
  /// Later, when it is known that only this process was sent them.
  void pass_on_unclaimed();
  void reap();
  void await_waiter();
  void relay_from_waiter();
  void resume_client();
  [[nodiscard]] pid_t client_pid() const { return static_cast<pid_t>(client()); }
  [[nodiscard]] pid_t waiter_pid() const { return static_cast<pid_t>(waiter()); }

  boost::asio::posix::stream_descriptor signals_;
  boost::asio::posix::stream_descriptor waiter_;
  SignalRelay relay_;
  bool client_is_stopped_ = false;
};

}  // namespace sallyport
