#pragma once

#include "platform/common/channel_supervisors.hpp"

namespace sallyport {

/// Over the sockets in the runtime directory (control_socket.hpp).
class SocketControlClient final : public ControlClient {
 public:
  explicit SocketControlClient(const Paths& paths) : paths_(paths) {}

  [[nodiscard]] std::vector<ProcessId> supervisors() override;
  [[nodiscard]] std::vector<Result<ControlAnswer>> ask(std::span<const ProcessId> supervisors,
                                                       const ControlRequest& request, std::chrono::milliseconds limit,
                                                       const std::stop_token& stop) override;

 private:
  const Paths& paths_;
};

}  // namespace sallyport
