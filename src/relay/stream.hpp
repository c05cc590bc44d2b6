#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/system/error_code.hpp>
#include <cstddef>
#include <memory>
#include <span>
#include <string>

namespace sallyport::relay {

/// What a connection within this machine may hold unread (SO_RCVBUF). Nothing is on its way for long there, so that
/// more makes it no faster: it only leaves the processor's cache before it is read.
inline constexpr int kUnreadWithinMachine = 256 * 1024;

/// What a connection that is no plain TCP does to the bytes: TLS to a proxy. `socket` is the stream's own.
class Layer {
 public:
  using Socket = boost::asio::ip::tcp::socket;

  virtual ~Layer() = default;
  virtual boost::asio::awaitable<std::size_t> read_some(Socket& socket, boost::asio::mutable_buffer into,
                                                        boost::system::error_code& error) = 0;
  virtual boost::asio::awaitable<std::size_t> write_some(Socket& socket, boost::asio::const_buffer from,
                                                         boost::system::error_code& error) = 0;
  /// Says that nothing more will be sent (TLS: close_notify).
  virtual boost::asio::awaitable<void> finish_sending(Socket& socket) = 0;
};

/// A connection to a proxy or to an origin, which never blocks. One coroutine reads, one writes.
class Stream {
 public:
  explicit Stream(boost::asio::ip::tcp::socket socket);

  [[nodiscard]] boost::asio::ip::tcp::socket& socket() { return socket_; }
  /// Null for plain TCP.
  [[nodiscard]] Layer* layer() { return layer_.get(); }
  void set_layer(std::unique_ptr<Layer> layer) { layer_ = std::move(layer); }

  /// 0 and no error never come together; the end of the stream is boost::asio::error::eof.
  boost::asio::awaitable<std::size_t> read_some(boost::asio::mutable_buffer into, boost::system::error_code& error);
  /// Everything, or an error.
  boost::asio::awaitable<void> write(std::span<const boost::asio::const_buffer> from, boost::system::error_code& error);
  boost::asio::awaitable<void> finish_sending();

 private:
  boost::asio::ip::tcp::socket socket_;
  std::unique_ptr<Layer> layer_;
};

}  // namespace sallyport::relay
