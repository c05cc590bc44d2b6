#pragma once

#include <optional>

#include "platform/linux/socket_owner.hpp"
#include "platform/posix/file_descriptor.hpp"

namespace sallyport {

/// Asks the kernel whose a socket of this network namespace is: with one question where it may be asked, else from its
/// table of sockets. One thread.
class SocketOwners {
 public:
  SocketOwners();

  /// Of the socket whose own end is `near`. Nothing when there is none, or when it cannot be told.
  [[nodiscard]] std::optional<SocketOwner> find(const SocketAddress& near, const SocketAddress& far);

 private:
  OwnerAnswer ask(const SocketAddress& near, const SocketAddress& far);

  FileDescriptor kernel_;  ///< a netlink socket; none when it was refused
  std::uint32_t sequence_ = 0;
  bool has_found_ = false;
};

/// What `find` does where the kernel takes no questions: reads all of /proc/net/tcp and tcp6.
[[nodiscard]] std::optional<SocketOwner> find_owner_in_proc(const SocketAddress& near, const SocketAddress& far);

}  // namespace sallyport
