#include "support/relay_client.hpp"

#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <system_error>

namespace sallyport {

RelayClient::RelayClient(std::uint16_t relay_port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(relay_port);
  const timeval limit{30, 0};
  if (::connect(socket_.get(), reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0 ||
      ::setsockopt(socket_.get(), SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit)) != 0) {
    throw std::system_error(errno, std::system_category());
  }
}

void RelayClient::send(std::string_view text) {
  while (!text.empty()) {
    const ssize_t count = ::send(socket_.get(), text.data(), text.size(), MSG_NOSIGNAL);
    if (count <= 0) throw std::system_error(errno, std::system_category());
    text.remove_prefix(static_cast<std::size_t>(count));
  }
}

std::string RelayClient::read(std::size_t count) {
  while (buffer_.size() < count) {
    std::array<char, 2048> piece{};
    const ssize_t got = ::recv(socket_.get(), piece.data(), piece.size(), 0);
    if (got < 0) throw std::system_error(errno, std::system_category());
    if (got == 0) break;
    buffer_.append(piece.data(), static_cast<std::size_t>(got));
  }
  const std::string text = buffer_.substr(0, count);
  buffer_.erase(0, text.size());
  return text;
}

std::string RelayClient::read_until(std::string_view end) {
  std::string text;
  while (!text.ends_with(end)) {
    const std::string byte = read(1);
    if (byte.empty()) break;
    text += byte;
  }
  return text;
}

int RelayClient::read_status(std::string& head) {
  head = read_until("\r\n\r\n");
  return head.size() > 12 ? std::atoi(head.c_str() + 9) : 0;
}

int RelayClient::get(const std::string& url) {
  send("GET " + url + " HTTP/1.1\r\n\r\n");
  std::string head;
  const int status = read_status(head);
  if (const auto length = head.find("Content-Length: "); length != std::string::npos) {
    (void)read(static_cast<std::size_t>(std::atoi(head.c_str() + length + 16)));
  }
  return status;
}

int RelayClient::connect(const std::string& authority) {
  send("CONNECT " + authority + " HTTP/1.1\r\n\r\n");
  std::string head;
  return read_status(head);
}

}  // namespace sallyport
