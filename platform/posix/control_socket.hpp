#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "app/control_protocol.hpp"
#include "app/supervisor_host.hpp"

namespace sallyport {

/// The supervisor's end of the control protocol: `PID.sock`, 0600, in the runtime directory. Takes one request on each
/// connection, from processes of the same user only; a peer that does not send a whole line in time is dropped.
class ControlSocket {
 public:
  static constexpr std::chrono::seconds kRequestTime{5};
  static constexpr std::size_t kMostConnections = 64;

  struct Handler {
    std::function<void(RequestId, const ControlRequest&)> requested;
    std::function<void(RequestId)> dropped;  ///< the peer went away before it was answered
  };

  ControlSocket(boost::asio::io_context& context, Handler handler);
  ~ControlSocket();
  ControlSocket(const ControlSocket&) = delete;
  ControlSocket& operator=(const ControlSocket&) = delete;

  [[nodiscard]] Result<void> open(const std::string& directory);
  /// Unknown requests, such as dropped ones, are ignored.
  void answer(RequestId request, const Result<ControlAnswer>& answer);
  /// Removes the socket file. Answers that were given still arrive.
  void close();

 private:
  struct Session;

  void accept();
  void serve(boost::asio::local::stream_protocol::socket peer);
  void read(const std::shared_ptr<Session>& session);
  void watch(const std::shared_ptr<Session>& session);

  Handler handler_;
  boost::asio::local::stream_protocol::acceptor acceptor_;
  std::string path_;
  RequestId next_ = 1;
  std::map<RequestId, std::shared_ptr<Session>> sessions_;
};

}  // namespace sallyport
