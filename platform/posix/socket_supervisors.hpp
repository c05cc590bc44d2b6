#pragma once

#include "sallyport/ports/paths.hpp"
#include "sallyport/ports/supervisors.hpp"

namespace sallyport {

/// Reaches supervisors over the sockets in the runtime directory. Each call opens its own connections, so any thread
/// may call at any time.
class SocketSupervisors final : public Supervisors {
 public:
  explicit SocketSupervisors(const Paths& paths) : paths_(paths) {}

  [[nodiscard]] std::vector<SupervisorStatus> list(const std::string& settings_file) override;
  [[nodiscard]] Result<RestartOutcome> restart(ProcessId supervisor_pid, const QuitRequest& quit) override;
  [[nodiscard]] Result<void> stop(ProcessId supervisor_pid, const QuitRequest& quit) override;
  [[nodiscard]] Result<void> reload(ProcessId supervisor_pid) override;
  [[nodiscard]] Result<ActivityPage> activity(ProcessId supervisor_pid, std::uint64_t begin) override;

 private:
  const Paths& paths_;
};

}  // namespace sallyport
