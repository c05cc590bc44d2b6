#pragma once

#include <chrono>
#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "app/control_protocol.hpp"
#include "sallyport/ports/paths.hpp"
#include "sallyport/ports/supervisors.hpp"

namespace sallyport {

/// Carries requests to supervisors' control channels. Each call opens its own connections, so any thread may call at
/// any time.
class ControlClient {
 public:
  virtual ~ControlClient() = default;

  /// Those that have a channel; some may be dead.
  [[nodiscard]] virtual std::vector<ProcessId> supervisors() = 0;
  /// Asks all of them at once and waits until each has answered, `limit` has passed, or a stop is requested. Their
  /// answers in the same order. kNotRunning for a dead one, whose channel is swept away; kTimedOut, kCancelled, kIo;
  /// kFailed for one that ended before it answered.
  [[nodiscard]] virtual std::vector<Result<ControlAnswer>> ask(std::span<const ProcessId> supervisors,
                                                               const ControlRequest& request,
                                                               std::chrono::milliseconds limit,
                                                               const std::stop_token& stop) = 0;
};

/// `paths` outlives it.
[[nodiscard]] std::unique_ptr<ControlClient> make_control_client(const Paths& paths);

[[nodiscard]] tl::unexpected<Error> supervisor_not_running(ProcessId supervisor);
/// Why there is no answer: a stop, or the limit.
[[nodiscard]] tl::unexpected<Error> no_answer(ProcessId supervisor, const std::stop_token& stop);
/// What a supervisor sent until it closed the connection.
[[nodiscard]] Result<ControlAnswer> answer_of(ProcessId supervisor, std::string_view reply);

/// Reaches supervisors over their control channels.
class ChannelSupervisors final : public Supervisors {
 public:
  explicit ChannelSupervisors(const Paths& paths) : client_(make_control_client(paths)) {}

  [[nodiscard]] std::vector<SupervisorStatus> list(const std::string& settings_file) override;
  [[nodiscard]] Result<RestartOutcome> restart(ProcessId supervisor_pid, const QuitRequest& quit) override;
  [[nodiscard]] Result<void> stop(ProcessId supervisor_pid, const QuitRequest& quit) override;
  [[nodiscard]] Result<void> reload(ProcessId supervisor_pid) override;
  [[nodiscard]] Result<ActivityPage> activity(ProcessId supervisor_pid, std::uint64_t begin) override;

 private:
  [[nodiscard]] Result<ControlAnswer> ask(ProcessId supervisor, const ControlRequest& request,
                                          std::chrono::milliseconds limit, const std::stop_token& stop = {});

  std::unique_ptr<ControlClient> client_;
};

}  // namespace sallyport
