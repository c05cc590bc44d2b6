#include "platform/posix/launch_channel.hpp"

#include <sys/socket.h>

#include <cerrno>
#include <string_view>

#include "platform/posix/local_socket.hpp"

namespace sallyport {
namespace {

ssize_t receive(int channel, void* data, std::size_t size, int flags) {
  ssize_t count = 0;
  do {
    count = ::recv(channel, data, size, flags);
  } while (count < 0 && errno == EINTR);
  return count;
}

/// False when the other end is gone before `size` bytes came.
bool receive_all(int channel, char* data, std::size_t size) {
  while (size > 0) {
    const ssize_t count = receive(channel, data, size, 0);
    if (count <= 0) return false;
    data += count;
    size -= static_cast<std::size_t>(count);
  }
  return true;
}

void send_all(int channel, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = send_without_signal(channel, bytes.data(), bytes.size(), Waiting::kBlocking);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return;
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
}

}  // namespace

void send_note(int channel, const LaunchNote& note) { send_all(channel, pack(note)); }

std::optional<LaunchNote> receive_note(int channel) {
  return unpack_note([channel](char* data, std::size_t size) { return receive_all(channel, data, size); });
}

void send_signal(int channel, const RelayedSignal& signal) {
  send_all(channel, {reinterpret_cast<const char*>(&signal), sizeof(signal)});
}

std::optional<RelayedSignal> receive_signal(int channel) {
  RelayedSignal signal;
  // Whole or not at all: the rest of one comes within the moment.
  const ssize_t there = receive(channel, &signal, sizeof(signal), MSG_DONTWAIT | MSG_PEEK);
  if (there > 0 && there < static_cast<ssize_t>(sizeof(signal))) {
    errno = EAGAIN;
    return std::nullopt;
  }
  if (there > 0 && receive(channel, &signal, sizeof(signal), MSG_DONTWAIT) == there) return signal;
  if (there == 0 || errno != EAGAIN) errno = 0;
  return std::nullopt;
}

}  // namespace sallyport
