#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>

#include "app/activity_log.hpp"
#include "app/launch_preparation.hpp"
#include "app/program_process.hpp"
#include "app/supervisor.hpp"
#include "app/supervisor_host.hpp"
#include "platform/common/control_channel.hpp"
#include "platform/common/launch_note.hpp"
#include "platform/common/relay_succession.hpp"
#include "platform/supervised_launch.hpp"

namespace sallyport {

/// How the same launch is prepared again, whether it would come out the same, and what its relay decides by. All may
/// block; they are called from one thread at a time, beside the loop's.
struct LaunchRecipe {
  /// Of one launch; both outlive it.
  LaunchRecipe(LaunchPreparation& preparation, const LaunchRequest& request);

  std::function<Result<PreparedLaunch>(const CredentialCall&)> prepare;
  std::function<bool(const PreparedLaunch& launched)> is_stale;
  std::function<Result<RelayRules>()> relay_rules;
  std::function<std::optional<PasswordNeeded>()> missing_password;
  /// See SystemProxy::watch_on_own_thread.
  std::function<std::unique_ptr<SystemProxy::Watch>(std::function<void()> changed)> watch_system_proxy;
};

/// The supervisor as a process: listens and times, and leaves every decision to Supervisor. How a system's processes
/// are started, looked after and ended is for who derives. Threads come with the first question that may block, to the
/// keychain or to other supervisors, and with the relay.
class SupervisorLoop : protected SupervisorHost {
 public:
  /// How long `status` waits to be told whether the launch is stale.
  static constexpr std::chrono::milliseconds kStaleTime{1000};
  /// How often an open relay's rules are compared with the settings file, and with the OS's proxy where the OS does not
  /// tell that it changed.
  static constexpr std::chrono::seconds kRulesTime{5};
  /// Changes of the OS's proxy often come several at once.
  static constexpr std::chrono::milliseconds kSystemChangeTime{20};

  ~SupervisorLoop() override = default;
  SupervisorLoop(const SupervisorLoop&) = delete;
  SupervisorLoop& operator=(const SupervisorLoop&) = delete;

  /// Starts the client and returns when nothing of it is left. `detach`: the waiter is let go as soon as the client
  /// runs. What goes wrong is told to the waiter.
  void run(PreparedLaunch first, bool detach);

 protected:
  /// All of it outlives this object. `waiter`: the process that the shell waits for.
  SupervisorLoop(const SupervisedLaunch& launch, const SupervisorPorts& ports, ProcessId supervisor, ProcessId waiter);

  /// Tells the waiter, where there is one. After `kEnded` and `kFailed` there is none.
  virtual void tell_waiter(const LaunchNote& note) = 0;
  [[nodiscard]] virtual bool has_waiter() const = 0;
  virtual void let_waiter_go() = 0;
  /// From here on the end of processes, and of the waiter, is to be noticed.
  virtual void watch_processes() = 0;

  /// A client whose supervisor was killed, and which is served here now, has ended.
  virtual void adopted_ended() = 0;

  [[nodiscard]] boost::asio::io_context& context() { return context_; }
  [[nodiscard]] const SupervisorPorts& ports() const { return ports_; }
  [[nodiscard]] ProcessId waiter() const { return waiter_; }
  [[nodiscard]] Supervisor& supervisor() { return supervisor_; }
  [[nodiscard]] const Supervisor& supervisor() const { return supervisor_; }
  [[nodiscard]] ProcessId client() const { return supervisor_.status().pid; }
  [[nodiscard]] bool is_finished() const { return finished_; }
  /// See RelaySuccession.
  [[nodiscard]] ProcessId adopted() const { return succession_.adopted(); }

  std::chrono::steady_clock::time_point now() override;
  Result<ProcessId> start(const ProcessSpec& process) override;

 private:
  void set_timer(std::chrono::milliseconds delay) override;
  void clear_timer() override;
  void prepare() override;
  void cancel_preparation() override;
  void find_older_instance() override;
  Result<std::uint16_t> open_relay(RelayRules rules, Admission admit) override;
  void set_relay_rules(RelayRules rules) override;
  void close_relay() override;
  void gather_rules(RequestId request) override;
  void look_for_password() override;
  void ask_user(const WindowRequest& request, const std::string& otherwise) override;
  void answer(RequestId request, const Result<ControlAnswer>& answer) override;
  void client_ended(int exit_code) override;
  void launch_failed(const Error& error) override;
  void warn(const std::string& sentence) override;
  void finish() override;

  void requested(RequestId id, const ControlRequest& request);
  void answer_status(RequestId id);
  void watch_rules(std::chrono::milliseconds delay);
  void watch_system_proxy();
  void gather(std::optional<RequestId> request);
  void in_background(std::function<std::function<void()>()> work);
  [[nodiscard]] bool asks_in_window() const;

  boost::asio::io_context context_{1};
  boost::asio::steady_timer timer_;
  boost::asio::steady_timer rules_timer_;
  const SupervisorPorts& ports_;
  LaunchRecipe recipe_;
  const Environment& environment_;  ///< what a window is opened with
  bool at_terminal_;
  ProcessId waiter_;
  RelaySuccession succession_;
  std::unique_ptr<ControlChannel> control_;
  Supervisor supervisor_;
  ActivityLog activity_;
  std::unique_ptr<RelayHost> relay_host_;  ///< while it is open
  Admission admit_ = Admission::kUser;     ///< the open relay's
  std::uint16_t relay_port_ = 0;           ///< the last one, which is taken again
  std::unique_ptr<SystemProxy::Watch> system_watch_;
  bool watches_system_ = false;
  Program program_;  ///< of the last start
  std::chrono::system_clock::time_point started_;
  bool finished_ = false;
  std::stop_source preparation_;
  std::uint64_t preparations_ = 0;
  std::optional<boost::asio::thread_pool> background_;
  int long_questions_ = 0;  ///< under way on it; a question about staleness would have to wait for them
};

}  // namespace sallyport
