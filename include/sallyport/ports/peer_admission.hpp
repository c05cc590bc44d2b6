#pragma once

#include <cstdint>
#include <string_view>

#include "sallyport/core/host.hpp"

namespace sallyport {

/// One end of a TCP connection.
struct SocketAddress {
  IpAddress address;
  std::uint16_t port = 0;
};

/// Whether the process at the other end of a loopback connection may use the relay: same user always, and, where only
/// the client's own processes may, one of those. Who cannot be told is refused.
class PeerAdmission {
 public:
  virtual ~PeerAdmission() = default;

  /// `peer` and `local` as the accepted socket names them. Ask before anything is read, and drop a connection that was
  /// reset meanwhile: the addresses could be another's by then. Blocks for microseconds (one question to the kernel),
  /// in the mode `tree` for milliseconds. One thread.
  [[nodiscard]] virtual bool admits(const SocketAddress& peer, const SocketAddress& local) = 0;
  /// How the processes are told apart, for `status`: `user`, `tree (cgroup)`, `tree (descriptors)`. Any thread; may
  /// change once a question has shown that a way does not work here.
  [[nodiscard]] virtual std::string_view method() const = 0;
};

}  // namespace sallyport
