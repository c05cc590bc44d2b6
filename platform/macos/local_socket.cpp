#include "platform/posix/local_socket.hpp"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <utility>

namespace sallyport {
namespace {

// Not at once, as Linux can: a program that another thread starts in between is started by posix_spawn with
// POSIX_SPAWN_CLOEXEC_DEFAULT, and gets none of these. Written, not yet built or run on a Mac.
FileDescriptor prepared(int descriptor, Waiting waiting, bool is_socket) {
  FileDescriptor owned(descriptor);
  if (!owned) return owned;
  ::fcntl(descriptor, F_SETFD, FD_CLOEXEC);
  if (waiting == Waiting::kNever) ::fcntl(descriptor, F_SETFL, ::fcntl(descriptor, F_GETFL) | O_NONBLOCK);
  const int on = 1;
  if (is_socket) ::setsockopt(descriptor, SOL_SOCKET, SO_NOSIGPIPE, &on, sizeof(on));
  return owned;
}

}  // namespace

FileDescriptor open_local_socket(Waiting waiting) { return prepared(::socket(AF_UNIX, SOCK_STREAM, 0), waiting, true); }

FileDescriptor accept_local_socket(int listener) {
  FileDescriptor peer = prepared(::accept(listener, nullptr, nullptr), Waiting::kBlocking, true);
  // Here it has the listener's.
  if (peer) ::fcntl(peer.get(), F_SETFL, ::fcntl(peer.get(), F_GETFL) & ~O_NONBLOCK);
  return peer;
}

std::optional<DescriptorPair> open_socket_pair() {
  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()) != 0) return std::nullopt;
  return DescriptorPair{prepared(ends[0], Waiting::kBlocking, true), prepared(ends[1], Waiting::kBlocking, true)};
}

std::optional<DescriptorPair> open_pipe(Waiting waiting) {
  std::array<int, 2> ends{};
  if (::pipe(ends.data()) != 0) return std::nullopt;
  return DescriptorPair{prepared(ends[0], waiting, false), prepared(ends[1], waiting, false)};
}

ssize_t send_without_signal(int socket, const void* data, std::size_t size, Waiting waiting) {
  return ::send(socket, data, size, waiting == Waiting::kNever ? MSG_DONTWAIT : 0);
}

}  // namespace sallyport
