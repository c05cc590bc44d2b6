#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "app/control_protocol.hpp"
#include "app/launch_preparation.hpp"
#include "app/supervisor_host.hpp"

namespace sallyport {

/// Decides what a supervisor does; everything that acts is behind SupervisorHost. One client, from its launch to the
/// end of its last descendant.
///
/// Requests that meet: a stop takes over from a restart or another stop (which is answered kCancelled); a restart is
/// refused while either is going on. A request whose sender goes away is given up and leaves the client as it is; but a
/// restart that has asked the client to quit goes on, so that closing a window stops no client; it does not begin to
/// use force. It makes way for the next request, once that is prepared.
class Supervisor {
 public:
  /// How long a client that was asked to quit may take when nothing else is said.
  static constexpr std::chrono::seconds kQuitTime{10};
  /// How long descendants may outlive a main process that was asked to quit, before the client is started again.
  static constexpr std::chrono::seconds kFollowTime{2};
  /// A new process that ends with 0 this soon, while an older instance lives, has handed over its work.
  static constexpr std::chrono::seconds kHandOverTime{3};
  /// How long a restarted client is watched when there is nobody to hand over to.
  static constexpr std::chrono::milliseconds kSettleTime{250};
  /// How long forced processes may take to vanish.
  static constexpr std::chrono::seconds kForceTime{5};

  /// `client_id` is empty for `run`. `supervisor_pid`, `settings_file`, `client_id` and `direct` of `identity` are
  /// kept.
  Supervisor(SupervisorStatus identity, SupervisorHost& host) : status_(std::move(identity)), host_(host) {}

  /// The first start. An error leaves nothing running.
  [[nodiscard]] Result<void> launch(PreparedLaunch prepared);

  /// `exit_code` as a shell has it. `descendants`: whether processes that the client started are left.
  void client_ended(int exit_code, bool descendants);
  /// No descendant is left after the main process has ended.
  void descendants_ended();
  /// A restart, stop or reload; kStatus and kActivity are answered by the host.
  void request(RequestId id, const ControlRequest& request);
  void request_dropped(RequestId id);
  void prepared(Result<PreparedLaunch> result);
  /// The rules for the relay now. `request`: the reload that asked; empty when the host looked by itself.
  void rules_gathered(std::optional<RequestId> request, Result<RelayRules> rules);
  /// A person has to enter a password: the relay was told so by a proxy, or the launch lacks it.
  void password_needed(const PasswordNeeded& needed);
  void older_instance_found(std::optional<ProcessId> pid);
  void timer();

  /// `environment` is what was verified when the client was started.
  [[nodiscard]] const SupervisorStatus& status() const { return status_; }
  /// Whether the client was asked to quit and is waited for.
  [[nodiscard]] bool awaits_quit() const { return operation_ && operation_->phase == Phase::kQuitting; }
  /// The launch that runs, without its secrets.
  [[nodiscard]] std::shared_ptr<const PreparedLaunch> launched() const { return launched_; }

 private:
  enum class Phase { kPreparing, kQuitting, kForcing, kSettling };
  struct Operation {
    RequestId request = 0;
    ControlRequest::Verb verb = ControlRequest::Verb::kStop;
    Phase phase = Phase::kPreparing;
    std::optional<std::chrono::seconds> force_after;
    std::chrono::steady_clock::time_point deadline;
    bool main_was_asked = false;
    bool abandoned = false;  ///< nobody waits for its answer
    std::optional<PreparedLaunch> next;
    bool older_is_known = false;
    std::optional<ProcessId> older;
  };

  [[nodiscard]] bool is_running() const { return status_.pid != 0; }
  [[nodiscard]] bool restarts() const { return operation_ && operation_->verb == ControlRequest::Verb::kRestart; }
  [[nodiscard]] bool has_relay() const { return status_.relay_port != 0; }
  [[nodiscard]] Result<void> start(PreparedLaunch prepared);
  [[nodiscard]] Result<void> set_relay_up(PreparedLaunch& prepared);
  void close_relay();
  void begin(RequestId id, const ControlRequest& request);
  void begin_quitting();
  void has_quit();
  void start_again();
  void settle();
  void force();
  [[nodiscard]] std::string why_it_runs() const;
  void did_not_quit(const std::string& why);
  void set_deadline(std::chrono::steady_clock::duration from_now);
  void end_operation(const Result<ControlAnswer>& answer);
  void report_end();
  /// After a request that changed nothing.
  void go_on();

  SupervisorStatus status_;
  SupervisorHost& host_;
  std::shared_ptr<const PreparedLaunch> launched_;
  RelayRules rules_;                      ///< of the relay, while it is open
  std::optional<CredentialKey> missing_;  ///< the password that is not stored and that the user was asked for
  std::chrono::steady_clock::time_point started_;
  bool descendants_ = false;
  std::optional<int> unreported_code_;  ///< of a main process that has ended while more is to be known
  bool awaits_older_ = false;
  std::optional<Operation> operation_;
  std::optional<Operation> set_aside_;  ///< an abandoned restart, while the next one is prepared
};

}  // namespace sallyport
