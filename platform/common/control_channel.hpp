#pragma once

#include <boost/asio/io_context.hpp>
#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>

#include "app/control_protocol.hpp"
#include "app/supervisor_host.hpp"

namespace sallyport {

/// The supervisor's end of the control protocol. Takes one request on each connection, from processes of the same user
/// only; a peer that does not send a whole line in time is dropped. One thread, that of the context.
class ControlChannel {
 public:
  static constexpr std::chrono::seconds kRequestTime{5};
  static constexpr std::size_t kMostConnections = 64;

  struct Handler {
    std::function<void(RequestId, const ControlRequest&)> requested;
    std::function<void(RequestId)> dropped;  ///< the peer went away before it was answered
  };

  virtual ~ControlChannel() = default;

  /// `directory` is Paths::runtime_directory, where others look for supervisors.
  [[nodiscard]] virtual Result<void> open(const std::string& directory) = 0;
  /// Unknown requests, such as dropped ones, are ignored.
  virtual void answer(RequestId request, const Result<ControlAnswer>& answer) = 0;
  /// Nobody finds it any more. Answers that were given still arrive.
  virtual void close() = 0;
};

[[nodiscard]] std::unique_ptr<ControlChannel> make_control_channel(boost::asio::io_context& context,
                                                                   ControlChannel::Handler handler);

/// Whether `supervisor` has an open channel in that directory. One that was killed has none, even while its process is
/// there because nobody has waited for it.
[[nodiscard]] bool has_control_channel(const std::string& directory, ProcessId supervisor);

}  // namespace sallyport
