#include "platform/linux/linux_peer_admission.hpp"

#include <unistd.h>

#include "platform/linux/own_cgroup.hpp"
#include "platform/linux/process_tree.hpp"
#include "platform/linux/user_map.hpp"

namespace sallyport {
namespace {

constexpr std::size_t kMostSockets = 65536;

}  // namespace

LinuxPeerAdmission::LinuxPeerAdmission(Admission mode, ProcessId companion)
    : mode_(mode), user_is_known_(!own_user_is_ambiguous()) {
  if (mode_ == Admission::kTree) cgroup_ = exclusive_cgroup(companion).value_or(0);
}

bool LinuxPeerAdmission::admits(const SocketAddress& peer, const SocketAddress& local) {
  const auto owner = owners_.find(peer, local);
  if (!owner || !user_is_known_ || owner->user != ::geteuid()) return false;
  return mode_ == Admission::kUser || is_in_tree(*owner);
}

std::string_view LinuxPeerAdmission::method() const {
  if (mode_ == Admission::kUser) return "user";
  return cgroup_ != 0 ? "tree (cgroup)" : "tree (descriptors)";
}

bool LinuxPeerAdmission::is_in_tree(const SocketOwner& owner) {
  if (owner.cgroup == 0) cgroup_ = 0;
  if (cgroup_ != 0 && owner.cgroup == cgroup_) return true;
  // A process of the client's may have been moved to another group, as Flatpak does with its apps.
  return tree_holds(owner.inode);
}

bool LinuxPeerAdmission::tree_holds(std::uint64_t inode) {
  if (std::chrono::steady_clock::now() - read_at_ > kCacheTime) sockets_.clear();
  const auto known = sockets_.find(inode);
  if (known != sockets_.end()) {
    last_ = known->second;
    return true;
  }
  if (last_ != 0 && is_below(last_, ::getpid())) {
    const auto held = sockets_of(last_, inode);
    if (!held.empty() && held.back() == inode) return true;
  }
  // Twice, since a process that gets a new parent, or hands the socket on, may be missed once.
  for (int tries = 0; tries < 2; ++tries) {
    read_tree();
    const auto found = sockets_.find(inode);
    if (found == sockets_.end()) continue;
    last_ = found->second;
    return true;
  }
  return false;
}

void LinuxPeerAdmission::read_tree() {
  sockets_.clear();
  for (const ProcessId process : processes_below(::getpid())) {
    for (const std::uint64_t inode : sockets_of(process)) {
      if (sockets_.size() < kMostSockets) sockets_.emplace(inode, process);
    }
  }
  read_at_ = std::chrono::steady_clock::now();
}

}  // namespace sallyport
