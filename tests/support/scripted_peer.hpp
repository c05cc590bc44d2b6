#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_future.hpp>
#include <chrono>
#include <functional>
#include <stdexcept>
#include <thread>
#include <utility>

namespace sallyport {

/// The other end of one loopback connection: a script with blocking calls, on a thread of its own. It must outlive the
/// connection, whose end ends the script.
class ScriptedPeer {
 public:
  using Socket = boost::asio::ip::tcp::socket;

  explicit ScriptedPeer(std::function<void(Socket&)> script) : script_(std::move(script)) {}

  /// The test's end of the connection. Once.
  [[nodiscard]] Socket connect(boost::asio::io_context& io) {
    using boost::asio::ip::tcp;
    tcp::acceptor acceptor(io_, {boost::asio::ip::address_v4::loopback(), 0});
    Socket socket(io);
    socket.connect(acceptor.local_endpoint());
    thread_ = std::jthread([this, accepted = acceptor.accept()]() mutable {
      try {
        script_(accepted);
      } catch (const boost::system::system_error&) {  // NOLINT(bugprone-empty-catch): the test has closed its end
      }
    });
    return socket;
  }

 private:
  boost::asio::io_context io_;
  std::function<void(Socket&)> script_;
  std::jthread thread_;
};

/// Runs `work` to its end on `io`.
template <typename T>
T run_coroutine(boost::asio::io_context& io, boost::asio::awaitable<T> work) {
  auto result = boost::asio::co_spawn(io, std::move(work), boost::asio::use_future);
  io.restart();
  io.run_for(std::chrono::seconds(20));
  if (result.wait_for(std::chrono::seconds(0)) != std::future_status::ready)
    throw std::runtime_error("the coroutine does not end");
  return result.get();
}

}  // namespace sallyport
