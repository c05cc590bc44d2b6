#include "support/origin_server.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <stdexcept>

namespace sallyport {
namespace {

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port);
  return address;
}

int listen_on_loopback() {
  const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const sockaddr_in address = loopback(0);
  if (::bind(listener, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
      ::listen(listener, 64) != 0) {
    throw std::runtime_error("no loopback port");
  }
  return listener;
}

std::uint16_t port_of(int listener) {
  sockaddr_in address{};
  socklen_t size = sizeof address;
  ::getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size);
  return ntohs(address.sin_port);
}

/// Up to the empty line, within five seconds; in lower case.
std::string read_head(int connection) {
  std::string head;
  std::array<char, 4096> buffer{};
  pollfd waiting{connection, POLLIN, 0};
  while (head.find("\r\n\r\n") == std::string::npos && ::poll(&waiting, 1, 5000) > 0) {
    const ssize_t count = ::read(connection, buffer.data(), buffer.size());
    if (count <= 0) break;
    head.append(buffer.data(), static_cast<std::size_t>(count));
  }
  std::transform(head.begin(), head.end(), head.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return head;
}

}  // namespace

OriginServer::OriginServer() : listener_(listen_on_loopback()), port_(port_of(listener_)) {
  if (::pipe2(wake_, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
  thread_ = std::thread([this] { serve(); });
}

OriginServer::~OriginServer() {
  ::close(wake_[1]);
  thread_.join();
  ::close(wake_[0]);
  ::close(listener_);
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
    std::array<pollfd, 2> waiting = {pollfd{listener_, POLLIN, 0}, pollfd{wake_[0], POLLIN, 0}};
    ::poll(waiting.data(), waiting.size(), -1);
    if (waiting[1].revents != 0) return;
    const int connection = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (connection < 0) continue;
    std::string head = read_head(connection);
    // A browser also opens connections that it may need later.
    if (!head.empty()) {
      {
        const std::lock_guard lock(mutex_);
        requests_.push_back(std::move(head));
      }
      if (::send(connection, answer.data(), answer.size(), MSG_NOSIGNAL) >= 0) ::shutdown(connection, SHUT_WR);
    }
    ::close(connection);
  }
}

std::uint16_t free_port() {
  const int listener = listen_on_loopback();
  const std::uint16_t port = port_of(listener);
  ::close(listener);
  return port;
}

bool listens(std::uint16_t port) {
  const int connection = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const sockaddr_in address = loopback(port);
  const bool connected = ::connect(connection, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  ::close(connection);
  return connected;
}

}  // namespace sallyport
