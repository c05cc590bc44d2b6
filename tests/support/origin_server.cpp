#include "support/origin_server.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>
#include <chrono>

#include "sallyport/core/ascii.hpp"

namespace sallyport {

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

tcp::endpoint loopback(std::uint16_t port) { return {asio::ip::address_v4::loopback(), port}; }

}  // namespace

struct OriginServer::Network {
  explicit Network(std::uint16_t port) : acceptor(io, loopback(port)) {}

  asio::io_context io;
  tcp::acceptor acceptor;

  /// Up to the empty line, within five seconds; in lower case.
  std::string read_head(tcp::socket& connection) {
    std::string head;
    asio::async_read_until(connection, asio::dynamic_buffer(head), "\r\n\r\n",
                           [](const boost::system::error_code&, std::size_t) {});
    io.restart();
    io.run_for(std::chrono::seconds(5));
    boost::system::error_code ignored;
    connection.cancel(ignored);
    io.restart();
    io.run();
    return ascii_lower(head);
  }
};

OriginServer::OriginServer(std::uint16_t port)
    : network_(std::make_unique<Network>(port)), port_(network_->acceptor.local_endpoint().port()) {
  thread_ = std::thread([this] { serve(); });
}

OriginServer::~OriginServer() {
  stopping_ = true;
  listens(port_);
  thread_.join();
}

std::vector<std::string> OriginServer::requests() const {
  const std::lock_guard lock(mutex_);
  return requests_;
}

void OriginServer::serve() {
  const std::string body = kBody;
  const std::string answer = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\nContent-Length: " +
                             std::to_string(body.size()) + "\r\n\r\n" + body;
  for (;;) {
    boost::system::error_code error;
    tcp::socket connection = network_->acceptor.accept(error);
    if (stopping_) return;
    if (error) continue;
    std::string head = network_->read_head(connection);
    // A browser also opens connections that it may need later.
    if (head.empty()) continue;
    {
      const std::lock_guard lock(mutex_);
      requests_.push_back(std::move(head));
    }
    asio::write(connection, asio::buffer(answer), error);
    if (!error) connection.shutdown(tcp::socket::shutdown_send, error);
  }
}

std::uint16_t free_port() {
  asio::io_context io;
  return tcp::acceptor(io, loopback(0)).local_endpoint().port();
}

bool listens(std::uint16_t port) {
  asio::io_context io;
  boost::system::error_code error;
  tcp::socket(io).connect(loopback(port), error);
  return !error;
}

}  // namespace sallyport
