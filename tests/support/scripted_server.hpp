#pragma once

#include <atomic>
#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <functional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

namespace sallyport {

/// A server that answers each connection with a script of blocking calls, one connection after the other. A script that
/// may still read when the test ends does so by the functions below.
class ScriptedServer {
 public:
  using Script = std::function<void(boost::asio::ip::tcp::socket&)>;

  explicit ScriptedServer(Script script) : script_(std::move(script)) {
    thread_ = std::thread([this] {
      for (;;) {
        boost::system::error_code error;
        boost::asio::ip::tcp::socket socket = acceptor_.accept(error);
        if (error || stopping_) return;
        ++connections_;
        current_ = &socket;
        try {
          script_(socket);
        } catch (const boost::system::system_error&) {  // NOLINT(bugprone-empty-catch): the relay has closed
        }
        current_ = nullptr;
      }
    });
  }
  ~ScriptedServer() {
    stopping_ = true;
    // The relay may keep the connection that the script reads from.
    boost::system::error_code ignored;
    boost::asio::post(io_, [this] {
      boost::system::error_code none;
      if (current_ != nullptr) current_->close(none);
    });
    boost::asio::io_context own;
    boost::asio::ip::tcp::socket(own).connect(acceptor_.local_endpoint(), ignored);
    thread_.join();
  }
  ScriptedServer(const ScriptedServer&) = delete;
  ScriptedServer& operator=(const ScriptedServer&) = delete;

  [[nodiscard]] std::uint16_t port() const { return acceptor_.local_endpoint().port(); }
  [[nodiscard]] int connections() const { return connections_; }

 private:
  boost::asio::io_context io_;
  boost::asio::ip::tcp::acceptor acceptor_{io_, {boost::asio::ip::address_v4::loopback(), 0}};
  Script script_;
  std::atomic<bool> stopping_ = false;
  std::atomic<int> connections_ = 0;
  boost::asio::ip::tcp::socket* current_ = nullptr;  ///< of the thread
  std::thread thread_;
};

/// Waits in the socket's own event loop, where a ScriptedServer that goes can end it.
inline std::size_t read_some(boost::asio::ip::tcp::socket& socket, boost::asio::mutable_buffer into,
                             boost::system::error_code& error) {
  auto& io = static_cast<boost::asio::io_context&>(socket.get_executor().context());
  std::size_t size = 0;
  socket.async_read_some(into, [&](const boost::system::error_code& end, std::size_t count) {
    error = end;
    size = count;
  });
  io.restart();
  io.run();
  return size;
}

inline std::string read_until(boost::asio::ip::tcp::socket& socket, std::string_view end) {
  std::string text;
  char byte = 0;
  boost::system::error_code error;
  while (!text.ends_with(end)) {
    text.append(&byte, read_some(socket, boost::asio::buffer(&byte, 1), error));
    if (error) throw boost::system::system_error(error);
  }
  return text;
}

inline void send(boost::asio::ip::tcp::socket& socket, std::string_view text) {
  boost::asio::write(socket, boost::asio::buffer(text));
}

}  // namespace sallyport
