#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "app/activity_log.hpp"
#include "app/launch_preparation.hpp"
#include "app/supervisor.hpp"
#include "app/supervisor_host.hpp"
#include "platform/posix/control_socket.hpp"
#include "platform/posix/file_descriptor.hpp"
#include "platform/posix/relay_succession.hpp"
#include "platform/posix/signal_relay.hpp"
#include "platform/posix/supervised_launch.hpp"
#include "sallyport/ports/paths.hpp"
#include "sallyport/ports/process_launcher.hpp"
#include "sallyport/ports/running_apps.hpp"

namespace sallyport {

/// How the same launch is prepared again, whether it would come out the same, and what its relay decides by. All may
/// block; they are called from one thread at a time, beside the loop's.
struct LaunchRecipe {
  std::function<Result<PreparedLaunch>(const CredentialCall&)> prepare;
  std::function<bool(const PreparedLaunch& launched)> is_stale;
  std::function<Result<RelayRules>()> relay_rules;
  std::function<std::optional<PasswordNeeded>()> missing_password;
  /// See SystemProxy::watch_on_own_thread.
  std::function<std::unique_ptr<SystemProxy::Watch>(std::function<void()> changed)> watch_system_proxy;
};

/// The supervisor as a process: reaps, listens and times, and leaves every decision to Supervisor. The relayed signals
/// and SIGCHLD are blocked before it is made, and it is the only thread then. Threads come with the first question that
/// may block, to the keychain or to other supervisors, and with the relay.
class SupervisorLoop final : private SupervisorHost {
 public:
  /// How long `status` waits to be told whether the launch is stale.
  static constexpr std::chrono::milliseconds kStaleTime{1000};
  /// How often an open relay's rules are compared with the settings file, and with the OS's proxy where the OS does not
  /// tell that it changed.
  static constexpr std::chrono::seconds kRulesTime{5};
  /// Changes of the OS's proxy often come several at once.
  static constexpr std::chrono::milliseconds kSystemChangeTime{20};

  struct Surroundings {
    LaunchRecipe recipe;
    RelayMaker make_relay;
    ProcessLauncher& launcher;
    const Paths& paths;
    RunningApps& running_apps;  ///< is asked from two threads
    FileDescriptor waiter;      ///< launch_channel.hpp
    pid_t waiter_pid = 0;
    const Environment& environment;  ///< what a window is opened with
    bool at_terminal = false;        ///< somebody reads what the waiter writes
  };

  /// `identity`: see Supervisor.
  SupervisorLoop(SupervisorStatus identity, Surroundings surroundings);

  /// Starts the client and returns when nothing of it is left. `detach`: the waiter is let go as soon as the client
  /// runs. What goes wrong is told to the waiter.
  void run(PreparedLaunch first, bool detach);

 private:
  std::chrono::steady_clock::time_point now() override;
  void set_timer(std::chrono::milliseconds delay) override;
  void clear_timer() override;
  void prepare() override;
  void cancel_preparation() override;
  Result<ProcessId> start(const ProcessSpec& process) override;
  EnvironmentState verify(ProcessId pid, const ProcessSpec& process) override;
  void find_older_instance() override;
  void ask_to_quit(ProcessId pid) override;
  void end_tree() override;
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

  void await_signals();
  void read_signals();
  /// Later, when it is known that only this process was sent them.
  void pass_on_unclaimed();
  void reap();
  void await_waiter();
  void relay_from_waiter();
  void resume_client();
  void let_waiter_go();
  void requested(RequestId id, const ControlRequest& request);
  void answer_status(RequestId id);
  void watch_rules(std::chrono::milliseconds delay);
  void watch_system_proxy();
  void gather(std::optional<RequestId> request);
  void in_background(std::function<std::function<void()>()> work);
  [[nodiscard]] bool has_waiter() const { return waiter_.is_open(); }
  [[nodiscard]] bool asks_in_window() const;
  [[nodiscard]] pid_t client() const { return static_cast<pid_t>(supervisor_.status().pid); }

  boost::asio::io_context context_{1};
  boost::asio::posix::stream_descriptor signals_;
  boost::asio::posix::stream_descriptor waiter_;
  boost::asio::steady_timer timer_;
  boost::asio::steady_timer rules_timer_;
  Surroundings around_;
  RelaySuccession succession_;
  ControlSocket control_;
  Supervisor supervisor_;
  ActivityLog activity_;
  std::unique_ptr<RelayHost> relay_host_;  ///< while it is open
  Admission admit_ = Admission::kUser;     ///< the open relay's
  std::uint16_t relay_port_ = 0;           ///< the last one, which is taken again
  std::unique_ptr<SystemProxy::Watch> system_watch_;
  bool watches_system_ = false;
  SignalRelay relay_;
  std::string real_path_;
  std::chrono::system_clock::time_point started_;
  bool client_is_stopped_ = false;
  bool finished_ = false;
  std::stop_source preparation_;
  std::uint64_t preparations_ = 0;
  std::optional<boost::asio::thread_pool> background_;
  int long_questions_ = 0;  ///< under way on it; a question about staleness would have to wait for them
};

}  // namespace sallyport
