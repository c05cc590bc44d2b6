#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <string>

#include "platform/common/control_channel.hpp"
#include "platform/common/control_sessions.hpp"

namespace sallyport {

/// A Unix socket `PID.sock`, 0600, in the runtime directory.
class ControlSocket final : public ControlChannel {
 public:
  ControlSocket(boost::asio::io_context& context, Handler handler);
  ~ControlSocket() override;
  ControlSocket(const ControlSocket&) = delete;
  ControlSocket& operator=(const ControlSocket&) = delete;

  [[nodiscard]] Result<void> open(const std::string& directory) override;
  void answer(RequestId request, const Result<ControlAnswer>& answer) override;
  /// Removes the socket file.
  void close() override;

 private:
  void accept();

  ControlSessions<boost::asio::local::stream_protocol::socket> sessions_;
  boost::asio::local::stream_protocol::acceptor acceptor_;
  std::string path_;
};

}  // namespace sallyport
