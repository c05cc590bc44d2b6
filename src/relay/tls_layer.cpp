#include "relay/tls_layer.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <memory>
#include <utility>

namespace sallyport::relay {

namespace asio = boost::asio;
using boost::system::error_code;

namespace {

using Socket = Layer::Socket;

/// What one TLS record holds (RFC 8446 §5.1).
constexpr std::size_t kRecordSize = 16 * 1024;

/// One piece from the network. It goes through a buffer of the thread, so that a connection at rest holds none.
asio::awaitable<void> feed(Socket& socket, TlsSession& session, error_code& error) {
  thread_local std::array<char, kRecordSize> buffer;
  do {
    co_await socket.async_wait(Socket::wait_read, asio::redirect_error(asio::use_awaitable, error));
    if (error) co_return;
    const std::size_t size = socket.read_some(asio::buffer(buffer), error);
    if (!error) session.feed({buffer.data(), size});
  } while (error == asio::error::would_block);
}

asio::awaitable<void> flush(Socket& socket, TlsSession& session, error_code& error) {
  const std::string output = session.take_output();
  if (output.empty()) co_return;
  co_await asio::async_write(socket, asio::buffer(output), asio::redirect_error(asio::use_awaitable, error));
}

class TlsLayer final : public Layer {
 public:
  explicit TlsLayer(std::unique_ptr<TlsSession> session) : session_(std::move(session)) {}

  asio::awaitable<std::size_t> read_some(Socket& socket, asio::mutable_buffer into, error_code& error) override {
    for (;;) {
      const auto received = session_->receive({static_cast<char*>(into.data()), into.size()});
      if (!received) {
        error = asio::error::connection_aborted;
      } else if (received->finished) {
        error = asio::error::eof;
      } else if (received->size > 0) {
        co_return received->size;
      } else {
        co_await feed(socket, *session_, error);
        // Anyone on the way can end the TCP connection; only the proxy can say that it has sent everything.
        if (error == asio::error::eof) error = asio::error::connection_reset;
      }
      if (error) co_return 0;
    }
  }

  /// Also sends what reading left to be sent: that can wait until there is something to write (RFC 8446 §4.6.3), and
  /// so two coroutines never write at once.
  asio::awaitable<std::size_t> write_some(Socket& socket, asio::const_buffer from, error_code& error) override {
    const std::size_t size = std::min(from.size(), kRecordSize);
    if (!session_->send({static_cast<const char*>(from.data()), size})) {
      error = asio::error::connection_aborted;
      co_return 0;
    }
    co_await flush(socket, *session_, error);
    co_return error ? 0 : size;
  }

  asio::awaitable<void> finish_sending(Socket& socket) override {
    session_->finish();
    error_code ignored;
    co_await flush(socket, *session_, ignored);
  }

 private:
  std::unique_ptr<TlsSession> session_;
};

}  // namespace

asio::awaitable<Result<void>> start_tls(Tls& tls, Stream& stream, const std::string& host, const std::string& ca_file) {
  auto session = tls.connect({.host = host, .ca_file = ca_file});
  if (!session) co_return tl::unexpected(std::move(session.error()));
  Socket& socket = stream.socket();
  error_code error;
  socket.non_blocking(true, error);
  for (;;) {
    auto done = (*session)->handshake();
    error_code sending;
    co_await flush(socket, **session, sending);
    if (!done) co_return tl::unexpected(std::move(done.error()));
    if (*done) break;
    co_await feed(socket, **session, error);
    if (error) {
      co_return failure(ErrorCode::kIo,
                        "The proxy \"" + host +
                            "\" ended the connection while TLS was being set up. Check that its port takes TLS, and "
                            "its type in the settings.",
                        error.message());
    }
  }
  stream.set_layer(std::make_unique<TlsLayer>(std::move(*session)));
  co_return Result<void>();
}

}  // namespace sallyport::relay
