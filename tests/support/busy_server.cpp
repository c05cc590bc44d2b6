#include "support/busy_server.hpp"

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <string>
#include <string_view>

namespace sallyport {

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

/// The answers to the requests that end in `text`, which are taken out.
std::string answers_to(std::string& text) {
  static const std::string answer = "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(BusyServer::kBody.size()) +
                                    "\r\n\r\n" + std::string(BusyServer::kBody);
  std::string answers;
  for (auto end = text.find("\r\n\r\n"); end != std::string::npos; end = text.find("\r\n\r\n")) {
    text.erase(0, end + 4);
    answers += answer;
  }
  return answers;
}

}  // namespace

BusyServer::BusyServer() {
  acceptor_.listen(asio::socket_base::max_listen_connections);
  asio::co_spawn(io_, accept(), asio::detached);
  thread_ = std::thread([this] { io_.run(); });
}

BusyServer::~BusyServer() {
  io_.stop();
  thread_.join();
}

asio::awaitable<void> BusyServer::accept() {
  for (;;) {
    tcp::socket socket = co_await acceptor_.async_accept(asio::use_awaitable);
    asio::co_spawn(io_, serve(std::move(socket)), asio::detached);
  }
}

asio::awaitable<void> BusyServer::serve(tcp::socket socket) {
  ++open_;
  boost::system::error_code error;
  std::array<char, 2048> piece{};
  std::string pending;
  for (bool speaks_http = false;;) {
    const std::size_t size =
        co_await socket.async_read_some(asio::buffer(piece), asio::redirect_error(asio::use_awaitable, error));
    if (error) break;
    pending.append(piece.data(), size);
    speaks_http = speaks_http || pending.starts_with("GET ");
    const std::string out = speaks_http ? answers_to(pending) : std::exchange(pending, {});
    co_await asio::async_write(socket, asio::buffer(out), asio::redirect_error(asio::use_awaitable, error));
    if (error) break;
  }
  --open_;
}

}  // namespace sallyport
