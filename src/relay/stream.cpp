#include "relay/stream.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

namespace sallyport::relay {

namespace asio = boost::asio;

Stream::Stream(asio::ip::tcp::socket socket) : socket_(std::move(socket)) {
  boost::system::error_code ignored;
  if (!socket_.non_blocking()) socket_.non_blocking(true, ignored);
}

asio::awaitable<std::size_t> Stream::read_some(asio::mutable_buffer into, boost::system::error_code& error) {
  if (layer_) return layer_->read_some(socket_, into, error);
  return socket_.async_read_some(into, asio::redirect_error(asio::use_awaitable, error));
}

asio::awaitable<void> Stream::write(std::span<const asio::const_buffer> from, boost::system::error_code& error) {
  if (!layer_) {
    co_await asio::async_write(socket_, from, asio::redirect_error(asio::use_awaitable, error));
    co_return;
  }
  for (asio::const_buffer buffer : from) {
    while (buffer.size() > 0) {
      buffer += co_await layer_->write_some(socket_, buffer, error);
      if (error) co_return;
    }
  }
}

asio::awaitable<void> Stream::finish_sending() {
  if (layer_) co_await layer_->finish_sending(socket_);
  boost::system::error_code ignored;
  socket_.shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
}

}  // namespace sallyport::relay
