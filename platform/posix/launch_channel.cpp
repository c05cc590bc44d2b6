#include "platform/posix/launch_channel.hpp"

#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <string_view>

namespace sallyport {
namespace {

constexpr std::size_t kHeaderSize = 1 + sizeof(int);
constexpr std::size_t kLongestNote = 64 * 1024;

ssize_t receive(int channel, void* data, std::size_t size, int flags) {
  ssize_t count = 0;
  do {
    count = ::recv(channel, data, size, flags);
  } while (count < 0 && errno == EINTR);
  return count;
}

}  // namespace

void send_note(int channel, const LaunchNote& note) {
  std::string packet(kHeaderSize, '\0');
  packet[0] = static_cast<char>(note.kind);
  std::memcpy(&packet[1], &note.number, sizeof(note.number));
  packet += note.text.substr(0, kLongestNote / 2);
  packet += '\0';
  packet += note.detail.substr(0, kLongestNote / 4);
  while (::send(channel, packet.data(), packet.size(), MSG_NOSIGNAL) < 0 && errno == EINTR) {
  }
}

std::optional<LaunchNote> receive_note(int channel) {
  std::string packet(kLongestNote, '\0');
  const ssize_t size = receive(channel, packet.data(), packet.size(), 0);
  if (size < static_cast<ssize_t>(kHeaderSize)) return std::nullopt;
  LaunchNote note;
  note.kind = static_cast<LaunchNote::Kind>(packet[0]);
  std::memcpy(&note.number, &packet[1], sizeof(note.number));
  const std::string_view words(packet.data() + kHeaderSize, static_cast<std::size_t>(size) - kHeaderSize);
  const auto end = words.find('\0');
  note.text = words.substr(0, end);
  if (end != std::string_view::npos) note.detail = words.substr(end + 1);
  return note;
}

void send_signal(int channel, const RelayedSignal& signal) {
  while (::send(channel, &signal, sizeof(signal), MSG_NOSIGNAL) < 0 && errno == EINTR) {
  }
}

std::optional<RelayedSignal> receive_signal(int channel) {
  RelayedSignal signal;
  const ssize_t size = receive(channel, &signal, sizeof(signal), MSG_DONTWAIT);
  if (size == static_cast<ssize_t>(sizeof(signal))) return signal;
  if (size == 0 || errno != EAGAIN) errno = 0;
  return std::nullopt;
}

}  // namespace sallyport
