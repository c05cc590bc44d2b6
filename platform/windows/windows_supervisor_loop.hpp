#pragma once

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/windows/object_handle.hpp>
#include <chrono>
#include <memory>

#include "platform/common/process_watch.hpp"
#include "platform/common/supervisor_loop.hpp"
#include "platform/windows/client_job.hpp"
#include "platform/windows/handle.hpp"

namespace sallyport {

/// Looks after the processes in this process's ClientJob.
class WindowsSupervisorLoop final : public SupervisorLoop {
 public:
  /// How often it is looked whether what the main process left behind has ended: the messages of a job are not sure to
  /// arrive (learn.microsoft.com/en-us/windows/win32/api/winnt/ns-winnt-jobobject_associate_completion_port).
  static constexpr std::chrono::milliseconds kLookTime{250};

  /// How often one is asked that has nothing to be asked by yet.
  static constexpr std::chrono::milliseconds kAskTime{250};

  /// `channel`: the end of a pipe that is written to. `waiter`: the process at its other end.
  WindowsSupervisorLoop(const SupervisedLaunch& launch, const SupervisorPorts& ports, Handle channel, ProcessId waiter);

 private:
  void tell_waiter(const LaunchNote& note) override;
  bool has_waiter() const override { return static_cast<bool>(channel_); }
  void let_waiter_go() override;
  void watch_processes() override;
  void adopted_ended() override {}  // it is looked for
  Result<ProcessId> start(const ProcessSpec& process) override;
  EnvironmentState verify(ProcessId pid, const ProcessSpec& process) override;
  void ask_to_quit(ProcessId pid) override;
  QuitAsking became_of_asking() const override { return asking_; }
  void end_tree() override;

  void ask_main_process(ProcessId pid);
  void await_main_process(ProcessId pid);
  void main_process_ended();
  void look_for_descendants();
  [[nodiscard]] bool has_descendants() const;

  Handle channel_;
  ClientJob job_;
  boost::asio::windows::object_handle main_;
  boost::asio::steady_timer look_;
  boost::asio::steady_timer ask_;
  QuitAsking asking_ = QuitAsking::kAsked;
  std::unique_ptr<ProcessWatch> waiter_end_;
};

}  // namespace sallyport
