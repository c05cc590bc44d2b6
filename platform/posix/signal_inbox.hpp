#pragma once

#include <signal.h>
#include <sys/types.h>

#include <optional>

#include "platform/posix/file_descriptor.hpp"

namespace sallyport {

/// A signal that this process was sent.
struct ReceivedSignal {
  int number = 0;
  pid_t sender = 0;
  bool from_kernel = false;  ///< the terminal's Ctrl-C, the end of a child; nobody sent it
};

/// From now on `signals`, which are blocked before, are read from the descriptor instead of being acted on; those that
/// this process ignores stay ignored. At most one in a process. It never blocks, and can be polled.
[[nodiscard]] FileDescriptor open_signal_inbox(const sigset_t& signals);
/// Empty: none is there.
[[nodiscard]] std::optional<ReceivedSignal> read_signal(int inbox);

}  // namespace sallyport
