#pragma once

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "platform/common/control_channel.hpp"

namespace sallyport {

/// The connections of a control channel, with one request on each. `Stream` is of Asio's: a local socket or a pipe that
/// takes a whole answer without waiting for its reader. Outlives the context's last handler.
template <typename Stream>
class ControlSessions {
 public:
  explicit ControlSessions(ControlChannel::Handler handler) : handler_(std::move(handler)) {}

  [[nodiscard]] bool are_at_limit() const { return sessions_.size() >= ControlChannel::kMostConnections; }

  /// Reads the request of a peer who may ask.
  void serve(Stream peer) {
    const auto session = std::make_shared<Session>(std::move(peer), next_++);
    sessions_[session->id] = session;
    session->deadline.expires_after(ControlChannel::kRequestTime);
    session->deadline.async_wait([this, session](const boost::system::error_code& error) {
      if (error) return;
      sessions_.erase(session->id);
      close(*session);
    });
    boost::asio::async_read_until(
        session->stream, boost::asio::dynamic_buffer(session->text, kControlRequestLimit), '\n',
        [this, session](const boost::system::error_code& error, std::size_t size) { take(session, error, size); });
  }

  void answer(RequestId request, const Result<ControlAnswer>& answer) {
    const auto found = sessions_.find(request);
    if (found == sessions_.end()) return;
    const auto session = found->second;
    sessions_.erase(found);
    boost::system::error_code ignored;
    boost::asio::write(session->stream, boost::asio::buffer(format_reply(answer)), ignored);
    // What was written can be read after this end is closed.
    close(*session);
  }

 private:
  struct Session {
    Session(Stream peer, RequestId request) : stream(std::move(peer)), deadline(stream.get_executor()), id(request) {}

    Stream stream;
    boost::asio::steady_timer deadline;
    RequestId id;
    std::string text;
    std::array<char, 1> rest{};
  };

  static void close(Session& session) {
    boost::system::error_code ignored;
    session.stream.close(ignored);
  }

  void take(const std::shared_ptr<Session>& session, const boost::system::error_code& error, std::size_t size) {
    session->deadline.cancel();
    // not_found: the limit is reached without a line end, which the parser refuses as it does any garbage.
    if (error && error != boost::asio::error::not_found) {
      sessions_.erase(session->id);
      return;
    }
    const auto request = parse_request(std::string_view(session->text).substr(0, error ? 0 : size - 1));
    if (!request) return answer(session->id, tl::unexpected(request.error()));
    watch(session);
    handler_.requested(session->id, *request);
  }

  /// Nothing more is to come: whatever can be read is the end of the connection, or against the protocol.
  void watch(const std::shared_ptr<Session>& session) {
    session->stream.async_read_some(boost::asio::buffer(session->rest),
                                    [this, session](const boost::system::error_code&, std::size_t) {
                                      if (sessions_.erase(session->id) != 0) handler_.dropped(session->id);
                                    });
  }

  ControlChannel::Handler handler_;
  RequestId next_ = 1;
  std::map<RequestId, std::shared_ptr<Session>> sessions_;
};

}  // namespace sallyport
