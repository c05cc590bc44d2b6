#include "platform/macos/libproc_peer_admission.hpp"

#include <arpa/inet.h>
#include <libproc.h>
#include <sys/proc_info.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <vector>

#include "platform/macos/process_table.hpp"

namespace sallyport {
namespace {

/// The address of one end, of which the kernel says in `flags` which kind it is.
template <typename Address>
IpAddress address_of(const Address& address, unsigned flags) {
  IpAddress read;
  if ((flags & INI_IPV4) != 0) {
    read.is_v4 = true;
    std::memcpy(read.bytes.data(), &address.ina_46.i46a_addr4, sizeof(address.ina_46.i46a_addr4));
    return read;
  }
  std::memcpy(read.bytes.data(), &address.ina_6, sizeof(address.ina_6));
  return read;
}

/// The kernel holds ports in network byte order within an int.
std::uint16_t port_of(int port) { return ntohs(static_cast<std::uint16_t>(port)); }

bool is_connection(const socket_fdinfo& socket, const SocketAddress& own, const SocketAddress& other) {
  if (socket.psi.soi_kind != SOCKINFO_TCP) return false;
  const in_sockinfo& ends = socket.psi.soi_proto.pri_tcp.tcpsi_ini;
  return port_of(ends.insi_lport) == own.port && port_of(ends.insi_fport) == other.port &&
         address_of(ends.insi_laddr, ends.insi_vflag) == own.address &&
         address_of(ends.insi_faddr, ends.insi_vflag) == other.address;
}

bool holds(ProcessId process, const SocketAddress& own, const SocketAddress& other) {
  const int pid = static_cast<int>(process);
  const int room = ::proc_pidinfo(pid, PROC_PIDLISTFDS, 0, nullptr, 0);
  if (room <= 0) return false;
  std::vector<proc_fdinfo> descriptors(static_cast<std::size_t>(room) / sizeof(proc_fdinfo) + 16);
  const int used = ::proc_pidinfo(pid, PROC_PIDLISTFDS, 0, descriptors.data(),
                                  static_cast<int>(descriptors.size() * sizeof(proc_fdinfo)));
  if (used <= 0) return false;
  descriptors.resize(static_cast<std::size_t>(used) / sizeof(proc_fdinfo));
  return std::any_of(descriptors.rbegin(), descriptors.rend(), [&](const proc_fdinfo& descriptor) {
    if (descriptor.proc_fdtype != PROX_FDTYPE_SOCKET) return false;
    socket_fdinfo socket{};
    const int size = ::proc_pidfdinfo(pid, descriptor.proc_fd, PROC_PIDFDSOCKETINFO, &socket, sizeof(socket));
    return size == static_cast<int>(sizeof(socket)) && is_connection(socket, own, other);
  });
}

}  // namespace

bool LibprocPeerAdmission::admits(const SocketAddress& peer, const SocketAddress& local) {
  const auto may_ask = candidates();
  if (may_ask.contains(last_) && holds(last_, peer, local)) return true;
  for (const ProcessId process : may_ask) {
    if (process == last_ || !holds(process, peer, local)) continue;
    last_ = process;
    return true;
  }
  return false;
}

std::string_view LibprocPeerAdmission::method() const {
  return mode_ == Admission::kUser ? "user" : "tree (descriptors)";
}

std::set<ProcessId> LibprocPeerAdmission::candidates() {
  const auto processes = own_processes();
  std::set<ProcessId> found;
  if (mode_ == Admission::kUser) {
    for (const ProcessEntry& process : processes) found.insert(process.pid);
    return found;
  }
  // Those of before that are still the same, and whatever is below one of them or this process.
  for (const ProcessEntry& process : processes) {
    const auto known = tree_.find(process.pid);
    if (known != tree_.end() && known->second == process.started) found.insert(process.pid);
  }
  for (bool grew = true; grew;) {
    grew = false;
    for (const ProcessEntry& process : processes) {
      const bool is_below = process.parent == ::getpid() || found.contains(process.parent);
      if (is_below && found.insert(process.pid).second) grew = true;
    }
  }
  tree_.clear();
  for (const ProcessEntry& process : processes) {
    if (found.contains(process.pid)) tree_.emplace(process.pid, process.started);
  }
  return found;
}

}  // namespace sallyport
