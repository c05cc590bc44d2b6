#pragma once

#include <sys/types.h>

#include <optional>

#include "platform/common/launch_note.hpp"

namespace sallyport {

/// A signal that the waiter got, for the client.
struct RelayedSignal {
  int number = 0;
  pid_t sender = 0;
};

/// Over one end of a pair of stream sockets (open_socket_pair). A peer that is gone is no error to the sender; it reads
/// as an empty optional.
void send_note(int channel, const LaunchNote& note);
[[nodiscard]] std::optional<LaunchNote> receive_note(int channel);
void send_signal(int channel, const RelayedSignal& signal);
/// Never blocks. Empty: nothing there (errno EAGAIN), or the peer is gone (errno 0).
[[nodiscard]] std::optional<RelayedSignal> receive_signal(int channel);

}  // namespace sallyport
