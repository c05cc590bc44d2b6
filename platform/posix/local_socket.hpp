#pragma once

#include <sys/types.h>

#include <cstddef>
#include <optional>

#include "platform/posix/file_descriptor.hpp"

namespace sallyport {

// Unix stream sockets and pipes, each of which is closed in every program that is started (FD_CLOEXEC), and whose
// broken other end is an error (EPIPE) instead of a signal. What cannot be made is an empty descriptor, or none; errno
// tells.

enum class Waiting { kBlocking, kNever };

[[nodiscard]] FileDescriptor open_local_socket(Waiting waiting);
/// Blocks when the listener does; the connection does.
[[nodiscard]] FileDescriptor accept_local_socket(int listener);

struct DescriptorPair {
  FileDescriptor first;
  FileDescriptor second;
};
/// Both ends block.
[[nodiscard]] std::optional<DescriptorPair> open_socket_pair();
/// What is written to `second` is read from `first`.
[[nodiscard]] std::optional<DescriptorPair> open_pipe(Waiting waiting);

/// send(2); with Waiting::kNever not even on a socket that blocks.
[[nodiscard]] ssize_t send_without_signal(int socket, const void* data, std::size_t size, Waiting waiting);

}  // namespace sallyport
