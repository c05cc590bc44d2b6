#pragma once

#include "platform/common/channel_supervisors.hpp"

namespace sallyport {

/// Over named pipes (control_pipe.hpp).
class PipeControlClient final : public ControlClient {
 public:
  explicit PipeControlClient(const Paths& paths) : paths_(paths) {}

  [[nodiscard]] std::vector<ProcessId> supervisors() override;
  [[nodiscard]] std::vector<Result<ControlAnswer>> ask(std::span<const ProcessId> supervisors,
                                                       const ControlRequest& request, std::chrono::milliseconds limit,
                                                       const std::stop_token& stop) override;

 private:
  const Paths& paths_;
};

}  // namespace sallyport
