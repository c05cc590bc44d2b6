#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/windows/stream_handle.hpp>
#include <chrono>
#include <memory>
#include <string>

#include "platform/common/control_channel.hpp"
#include "platform/common/control_sessions.hpp"
#include "platform/windows/handle.hpp"

namespace sallyport {

/// A named pipe that only this user may open (pipe_access.hpp), and a file in the runtime directory that tells of it.
class ControlPipe final : public ControlChannel {
 public:
  /// Until it is tried again to listen, when Windows was short of something.
  static constexpr std::chrono::seconds kRetryTime{1};

  ControlPipe(boost::asio::io_context& context, Handler handler);
  ~ControlPipe() override;

  [[nodiscard]] Result<void> open(const std::string& directory) override;
  void answer(RequestId request, const Result<ControlAnswer>& answer) override;
  void close() override;

 private:
  using Pipe = boost::asio::windows::stream_handle;

  [[nodiscard]] bool listen(bool first);
  void listen_later();

  boost::asio::io_context& context_;
  ControlSessions<Pipe> sessions_;
  boost::asio::steady_timer retry_;
  std::wstring name_;
  Handle mark_;
  std::shared_ptr<Pipe> next_;  ///< waits for a peer
};

}  // namespace sallyport
