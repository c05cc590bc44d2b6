#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "app/control_protocol.hpp"
#include "app/window_request.hpp"
#include "sallyport/core/client.hpp"
#include "sallyport/ports/process_launcher.hpp"
#include "sallyport/ports/relay_host.hpp"

namespace sallyport {

/// Names one request on the control socket until it is answered or its sender goes away.
using RequestId = std::uint64_t;

/// What became of asking a client to quit.
enum class QuitAsking {
  kAsked,
  kSharesTerminal,  ///< it would have to be asked by its terminal, which asks every program there
  kNothingToAsk,    ///< it shows no window and has no terminal, or not yet
};

/// What a Supervisor asks of the operating system, of those who sent requests, and of the waiter: the process that the
/// shell waits for, if it is still there. Nothing here blocks or calls back before it returns.
class SupervisorHost {
 public:
  virtual ~SupervisorHost() = default;

  [[nodiscard]] virtual std::chrono::steady_clock::time_point now() = 0;
  /// Calls Supervisor::timer once after `delay`; replaces what was set before.
  virtual void set_timer(std::chrono::milliseconds delay) = 0;
  virtual void clear_timer() = 0;

  /// Prepares the same launch anew; ends in Supervisor::prepared unless it is cancelled.
  virtual void prepare() = 0;
  virtual void cancel_preparation() = 0;
  [[nodiscard]] virtual Result<ProcessId> start(const ProcessSpec& process) = 0;
  /// Whether the proxy variables that `pid` was started with are those of `process`.
  [[nodiscard]] virtual EnvironmentState verify(ProcessId pid, const ProcessSpec& process) = 0;
  /// Looks for an instance of the client that is older than its last start; ends in Supervisor::older_instance_found.
  virtual void find_older_instance() = 0;
  /// Asks one process to quit, or, for 0, those that the main process left behind.
  virtual void ask_to_quit(ProcessId pid) = 0;
  /// What became of that by now, for the main process; who cannot be asked yet is asked again.
  [[nodiscard]] virtual QuitAsking became_of_asking() const = 0;
  /// Ends every descendant by force.
  virtual void end_tree() = 0;

  /// Opens the relay, or gives the one that is open these rules. Its port.
  [[nodiscard]] virtual Result<std::uint16_t> open_relay(RelayRules rules, Admission admit) = 0;
  virtual void set_relay_rules(RelayRules rules) = 0;
  virtual void close_relay() = 0;
  /// Reads the relay's rules anew; ends in Supervisor::rules_gathered with `request`.
  virtual void gather_rules(RequestId request) = 0;

  /// Looks whether the launch lacks a password, where its user would be asked for it in the window; ends in
  /// Supervisor::password_needed if it does.
  virtual void look_for_password() = 0;
  /// Opens the window where a person sees it; where somebody reads what the waiter writes, or without a display,
  /// `otherwise` is written there.
  virtual void ask_user(const WindowRequest& request, const std::string& otherwise) = 0;

  virtual void answer(RequestId request, const Result<ControlAnswer>& answer) = 0;
  /// The waiter may return with this code; after this there is none.
  virtual void client_ended(int exit_code) = 0;
  /// The waiter is told of a start that failed; after this there is none.
  virtual void launch_failed(const Error& error) = 0;
  virtual void warn(const std::string& sentence) = 0;
  /// No process is left and every request is answered. The waiter may still be told how it went.
  virtual void finish() = 0;
};

}  // namespace sallyport
