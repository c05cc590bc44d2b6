#include "support/loopback_listener.hpp"

#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>

namespace sallyport {
namespace {

/// Either family's, with its size.
struct RawAddress {
  sockaddr_storage storage{};
  socklen_t size = sizeof(sockaddr_storage);

  [[nodiscard]] sockaddr* get() { return reinterpret_cast<sockaddr*>(&storage); }
};

RawAddress loopback(LoopbackListener::Client client, std::uint16_t port) {
  RawAddress address;
  if (client == LoopbackListener::Client::kV4) {
    sockaddr_in v4{};
    v4.sin_family = AF_INET;
    v4.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    v4.sin_port = htons(port);
    address.size = sizeof(v4);
    std::memcpy(&address.storage, &v4, sizeof(v4));
  } else {
    sockaddr_in6 v6{};
    v6.sin6_family = AF_INET6;
    v6.sin6_addr = in6addr_loopback;
    if (client == LoopbackListener::Client::kV4InV6)
      v6.sin6_addr = {{{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, 127, 0, 0, 1}}};
    v6.sin6_port = htons(port);
    address.size = sizeof(v6);
    std::memcpy(&address.storage, &v6, sizeof(v6));
  }
  return address;
}

SocketAddress address_of(const RawAddress& raw) {
  SocketAddress address;
  if (raw.storage.ss_family == AF_INET) {
    sockaddr_in v4{};
    std::memcpy(&v4, &raw.storage, sizeof(v4));
    address.address.is_v4 = true;
    std::memcpy(address.address.bytes.data(), &v4.sin_addr, sizeof(v4.sin_addr));
    address.port = ntohs(v4.sin_port);
  } else {
    sockaddr_in6 v6{};
    std::memcpy(&v6, &raw.storage, sizeof(v6));
    std::memcpy(address.address.bytes.data(), &v6.sin6_addr, sizeof(v6.sin6_addr));
    address.port = ntohs(v6.sin6_port);
  }
  return address;
}

void check(bool done) {
  if (!done) throw std::system_error(errno, std::system_category());
}

int family_of(LoopbackListener::Client client) { return client == LoopbackListener::Client::kV4 ? AF_INET : AF_INET6; }

}  // namespace

LoopbackListener::LoopbackListener(Client client) : client_(client) {
  const Client server = client == Client::kV6 ? Client::kV6 : Client::kV4;
  socket_ = FileDescriptor(::socket(family_of(server), SOCK_STREAM | SOCK_CLOEXEC, 0));
  auto address = loopback(server, 0);
  check(::bind(socket_.get(), address.get(), address.size) == 0 && ::listen(socket_.get(), SOMAXCONN) == 0 &&
        ::getsockname(socket_.get(), address.get(), &address.size) == 0);
  port_ = address_of(address).port;
}

FileDescriptor LoopbackListener::connect() const {
  FileDescriptor socket(::socket(family_of(client_), SOCK_STREAM | SOCK_CLOEXEC, 0));
  auto address = loopback(client_, port_);
  check(::connect(socket.get(), address.get(), address.size) == 0);
  return socket;
}

LoopbackListener::Accepted LoopbackListener::accept() const {
  RawAddress peer;
  RawAddress local;
  FileDescriptor socket(::accept4(socket_.get(), peer.get(), &peer.size, SOCK_CLOEXEC));
  check(socket && ::getsockname(socket.get(), local.get(), &local.size) == 0);
  return {std::move(socket), address_of(peer), address_of(local)};
}

}  // namespace sallyport
