#pragma once

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

namespace sallyport {

/// A server that answers each connection with a script of blocking calls, one connection after the other.
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
        const Current current(*this, socket);
        try {
          script_(socket);
        } catch (const boost::system::system_error&) {  // NOLINT(bugprone-empty-catch): the relay has closed
        }
      }
    });
  }
  ~ScriptedServer() {
    stopping_ = true;
    // The relay may keep the connection that the script reads from.
    boost::system::error_code ignored;
    {
      const std::lock_guard lock(mutex_);
      if (current_ != nullptr) current_->shutdown(boost::asio::ip::tcp::socket::shutdown_both, ignored);
    }
    boost::asio::ip::tcp::socket(io_).connect(acceptor_.local_endpoint(), ignored);
    thread_.join();
  }
  ScriptedServer(const ScriptedServer&) = delete;
  ScriptedServer& operator=(const ScriptedServer&) = delete;

  [[nodiscard]] std::uint16_t port() const { return acceptor_.local_endpoint().port(); }
  [[nodiscard]] int connections() const { return connections_; }

 private:
  /// The connection that a script has now, for whoever ends it.
  class Current {
   public:
    Current(ScriptedServer& server, boost::asio::ip::tcp::socket& socket) : server_(server) { set(&socket); }
    ~Current() { set(nullptr); }
    Current(const Current&) = delete;
    Current& operator=(const Current&) = delete;

   private:
    void set(boost::asio::ip::tcp::socket* socket) {
      const std::lock_guard lock(server_.mutex_);
      server_.current_ = socket;
    }
    ScriptedServer& server_;
  };

  boost::asio::io_context io_;
  boost::asio::ip::tcp::acceptor acceptor_{io_, {boost::asio::ip::address_v4::loopback(), 0}};
  Script script_;
  std::atomic<bool> stopping_ = false;
  std::atomic<int> connections_ = 0;
  std::mutex mutex_;
  boost::asio::ip::tcp::socket* current_ = nullptr;
  std::thread thread_;
};

inline std::string read_until(boost::asio::ip::tcp::socket& socket, std::string_view end) {
  std::string text;
  char byte = 0;
  while (!text.ends_with(end)) {
    boost::asio::read(socket, boost::asio::buffer(&byte, 1));
    text += byte;
  }
  return text;
}

inline void send(boost::asio::ip::tcp::socket& socket, std::string_view text) {
  boost::asio::write(socket, boost::asio::buffer(text));
}

}  // namespace sallyport
