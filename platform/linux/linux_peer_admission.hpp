#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <unordered_map>

#include "platform/linux/socket_owners.hpp"
#include "sallyport/core/client.hpp"
#include "sallyport/ports/peer_admission.hpp"
#include "sallyport/ports/process_launcher.hpp"

namespace sallyport {

/// For the relay of this process, whose tree is what is below it: as a child subreaper it loses no descendant.
///
/// A socket's user is the one whose process made it. Sockets of setuid programs are not the user's; neither are those
/// that nobody holds any more, which the kernel shows as root's. Inside a user namespace a user that has no number
/// there is nobody's.
class LinuxPeerAdmission final : public PeerAdmission {
 public:
  /// How long what was found in /proc counts.
  static constexpr std::chrono::milliseconds kCacheTime{250};

  /// `companion`: a process that may share the client's control group, see exclusive_cgroup.
  explicit LinuxPeerAdmission(Admission mode, ProcessId companion = 0);

  [[nodiscard]] bool admits(const SocketAddress& peer, const SocketAddress& local) override;
  [[nodiscard]] std::string_view method() const override;

 private:
  [[nodiscard]] bool is_in_tree(const SocketOwner& owner);
  [[nodiscard]] bool tree_holds(std::uint64_t inode);
  void read_tree();

  Admission mode_;
  SocketOwners owners_;
  bool user_is_known_;
  std::atomic<std::uint64_t> cgroup_ = 0;  ///< the client's own; 0: it has none
  ProcessId last_ = 0;                     ///< whose socket was admitted last: probably the next one's, too
  std::unordered_map<std::uint64_t, ProcessId> sockets_;  ///< the tree's, by inode
  std::chrono::steady_clock::time_point read_at_;
};

}  // namespace sallyport
