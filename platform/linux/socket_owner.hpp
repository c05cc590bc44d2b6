#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "sallyport/ports/peer_admission.hpp"

namespace sallyport {

/// Whose a connected TCP socket is. Only sockets that a process holds have an owner: the kernel says 0 for the user of
/// one that was closed and still has something to send.
struct SocketOwner {
  std::uint32_t user = 0;    ///< as our user namespace sees it
  std::uint64_t inode = 0;   ///< the 123 of `socket:[123]`
  std::uint64_t cgroup = 0;  ///< its maker's; 0: the kernel does not say
  bool operator==(const SocketOwner&) const = default;
};

/// The question for the socket between `near`, its own end, and `far` (NETLINK_SOCK_DIAG, sock_diag(7)).
[[nodiscard]] std::vector<std::byte> owner_question(const SocketAddress& near, const SocketAddress& far,
                                                    std::uint32_t sequence);

struct OwnerAnswer {
  enum class Kind {
    kFound,
    kNone,       ///< no process holds a socket that is connected so
    kRefused,    ///< the question was not answered
    kUnrelated,  ///< an answer to another question, or none
  };
  Kind kind = Kind::kUnrelated;
  SocketOwner owner;  ///< of kFound
};

/// What one datagram of the kernel's says to `owner_question` of the same arguments. The kernel may answer with a
/// socket that listens at `near`, which is none.
[[nodiscard]] OwnerAnswer parse_owner_answer(std::span<const std::byte> datagram, const SocketAddress& near,
                                             const SocketAddress& far, std::uint32_t sequence);

/// The same from the text of /proc/net/tcp or /proc/net/tcp6; `cgroup` is not in it.
[[nodiscard]] std::optional<SocketOwner> find_owner(std::string_view table, const SocketAddress& near,
                                                    const SocketAddress& far);

}  // namespace sallyport
