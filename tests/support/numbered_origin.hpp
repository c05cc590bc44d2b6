#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace sallyport {

/// Gives every request one answer, on any number of connections at a time, and says which came on which.
class NumberedOrigin {
 public:
  explicit NumberedOrigin(std::string answer) : answer_(std::move(answer)) {
    boost::asio::co_spawn(io_, accept(), boost::asio::detached);
    thread_ = std::thread([this] { io_.run(); });
  }
  ~NumberedOrigin() {
    io_.stop();
    thread_.join();
  }
  NumberedOrigin(const NumberedOrigin&) = delete;
  NumberedOrigin& operator=(const NumberedOrigin&) = delete;

  [[nodiscard]] std::uint16_t port() const { return acceptor_.local_endpoint().port(); }
  /// `1 GET /path HTTP/1.1`: the number of the connection and the first line.
  [[nodiscard]] std::vector<std::string> requests() const {
    const std::lock_guard lock(mutex_);
    return requests_;
  }

 private:
  using Socket = boost::asio::ip::tcp::socket;

  boost::asio::awaitable<void> accept() {
    for (int number = 1;; ++number) {
      Socket socket = co_await acceptor_.async_accept(boost::asio::use_awaitable);
      boost::asio::co_spawn(io_, serve(std::move(socket), number), boost::asio::detached);
    }
  }
  boost::asio::awaitable<void> serve(Socket socket, int number) {
    std::string text;
    for (;;) {
      const std::size_t size = co_await boost::asio::async_read_until(socket, boost::asio::dynamic_buffer(text),
                                                                      "\r\n\r\n", boost::asio::use_awaitable);
      {
        const std::lock_guard lock(mutex_);
        requests_.push_back(std::to_string(number) + " " + text.substr(0, text.find("\r\n")));
      }
      text.erase(0, size);
      co_await boost::asio::async_write(socket, boost::asio::buffer(answer_), boost::asio::use_awaitable);
    }
  }

  std::string answer_;
  mutable std::mutex mutex_;
  std::vector<std::string> requests_;
  boost::asio::io_context io_{1};
  boost::asio::ip::tcp::acceptor acceptor_{io_, {boost::asio::ip::address_v4::loopback(), 0}};
  std::thread thread_;
};

}  // namespace sallyport
