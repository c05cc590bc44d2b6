#include "platform/posix/local_socket.hpp"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>

namespace sallyport {

FileDescriptor open_local_socket(Waiting waiting) {
  const int flags = waiting == Waiting::kNever ? SOCK_CLOEXEC | SOCK_NONBLOCK : SOCK_CLOEXEC;
  return FileDescriptor(::socket(AF_UNIX, SOCK_STREAM | flags, 0));
}

FileDescriptor accept_local_socket(int listener) {
  return FileDescriptor(::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC));
}

std::optional<DescriptorPair> open_socket_pair() {
  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) return std::nullopt;
  return DescriptorPair{FileDescriptor(ends[0]), FileDescriptor(ends[1])};
}

std::optional<DescriptorPair> open_pipe(Waiting waiting) {
  std::array<int, 2> ends{};
  const int flags = waiting == Waiting::kNever ? O_CLOEXEC | O_NONBLOCK : O_CLOEXEC;
  if (::pipe2(ends.data(), flags) != 0) return std::nullopt;
  return DescriptorPair{FileDescriptor(ends[0]), FileDescriptor(ends[1])};
}

ssize_t send_without_signal(int socket, const void* data, std::size_t size, Waiting waiting) {
  return ::send(socket, data, size, waiting == Waiting::kNever ? MSG_NOSIGNAL | MSG_DONTWAIT : MSG_NOSIGNAL);
}

}  // namespace sallyport
