#pragma once

#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <cstdint>
#include <string_view>
#include <thread>

namespace sallyport {

/// Serves any number of connections at once on a free loopback port: what begins with a method of HTTP gets an answer
/// for each request without a body, all else comes back as it went.
class BusyServer {
 public:
  static constexpr std::string_view kBody = "hello";

  BusyServer();
  ~BusyServer();
  BusyServer(const BusyServer&) = delete;
  BusyServer& operator=(const BusyServer&) = delete;

  [[nodiscard]] std::uint16_t port() const { return acceptor_.local_endpoint().port(); }
  /// Connections that are open now.
  [[nodiscard]] int open() const { return open_; }

 private:
  boost::asio::awaitable<void> accept();
  boost::asio::awaitable<void> serve(boost::asio::ip::tcp::socket socket);

  boost::asio::io_context io_{1};
  boost::asio::ip::tcp::acceptor acceptor_{io_, {boost::asio::ip::address_v4::loopback(), 0}};
  std::atomic<int> open_ = 0;
  std::thread thread_;
};

}  // namespace sallyport
