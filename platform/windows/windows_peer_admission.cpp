#include "platform/windows/windows_peer_admission.hpp"

#include <winsock2.h>

// After winsock2.h, which it needs.
#include <iphlpapi.h>

#include <chrono>
#include <cstddef>
#include <cstring>
#include <optional>
#include <thread>
#include <vector>

#include "platform/windows/handle.hpp"

namespace sallyport {
namespace {

/// The table of one family, in memory that holds it. Null when Windows gives none.
template <typename Table>
class ConnectionTable {
 public:
  explicit ConnectionTable(ULONG family) {
    // It may grow while it is asked for.
    DWORD size = 16384;
    for (int attempt = 0; attempt < 8; ++attempt) {
      memory_.resize(size);
      const DWORD error =
          ::GetExtendedTcpTable(memory_.data(), &size, FALSE, family, TCP_TABLE_OWNER_PID_CONNECTIONS, 0);
      filled_ = error == NO_ERROR;
      if (error != ERROR_INSUFFICIENT_BUFFER) return;
      size += size / 4;
    }
  }
  [[nodiscard]] const Table* get() const { return filled_ ? reinterpret_cast<const Table*>(memory_.data()) : nullptr; }

 private:
  std::vector<std::byte> memory_;
  bool filled_ = false;
};

std::uint16_t port_of(DWORD field) { return ntohs(static_cast<std::uint16_t>(field)); }

bool is(const SocketAddress& address, const void* bytes, std::size_t size, DWORD port) {
  return std::memcmp(address.address.bytes.data(), bytes, size) == 0 && port_of(port) == address.port;
}

bool is_open(DWORD state) {
  return state == MIB_TCP_STATE_ESTAB || state == MIB_TCP_STATE_FIN_WAIT1 || state == MIB_TCP_STATE_FIN_WAIT2;
}

/// The process that holds the end `peer` of the connection to `local`; empty: there is no such connection.
std::optional<DWORD> owner_of(const SocketAddress& peer, const SocketAddress& local) {
  if (peer.address.is_v4 != local.address.is_v4) return std::nullopt;
  if (peer.address.is_v4) {
    const ConnectionTable<MIB_TCPTABLE_OWNER_PID> table(AF_INET);
    for (DWORD i = 0; table.get() != nullptr && i < table.get()->dwNumEntries; ++i) {
      const auto& row = table.get()->table[i];
      if (is_open(row.dwState) && is(peer, &row.dwLocalAddr, 4, row.dwLocalPort) &&
          is(local, &row.dwRemoteAddr, 4, row.dwRemotePort)) {
        return row.dwOwningPid;
      }
    }
    return std::nullopt;
  }
  const ConnectionTable<MIB_TCP6TABLE_OWNER_PID> table(AF_INET6);
  for (DWORD i = 0; table.get() != nullptr && i < table.get()->dwNumEntries; ++i) {
    const auto& row = table.get()->table[i];
    if (is_open(row.dwState) && is(peer, row.ucLocalAddr, 16, row.dwLocalPort) &&
        is(local, row.ucRemoteAddr, 16, row.dwRemotePort)) {
      return row.dwOwningPid;
    }
  }
  return std::nullopt;
}

/// Wine's table knows a connection a moment before its owner, who is 0 then.
DWORD owner_soon(const SocketAddress& peer, const SocketAddress& local) {
  constexpr int kTries = 10;
  constexpr std::chrono::milliseconds kPause{2};
  std::optional<DWORD> pid = owner_of(peer, local);
  for (int tries = 1; pid == DWORD{0} && tries < kTries; ++tries) {
    std::this_thread::sleep_for(kPause);
    pid = owner_of(peer, local);
  }
  return pid.value_or(0);
}

}  // namespace

WindowsPeerAdmission::WindowsPeerAdmission(Admission mode)
    : user_(SecurityIdentifier::of_process(::GetCurrentProcess())) {
  if (mode == Admission::kTree) tree_.emplace();
}

bool WindowsPeerAdmission::admits(const SocketAddress& peer, const SocketAddress& local) {
  const DWORD pid = owner_soon(peer, local);
  if (pid == 0) return false;
  const Handle process(::OpenProcess(PROCESS_QUERY_LIMITED_INFORMATION, FALSE, pid));
  if (!process || !(SecurityIdentifier::of_process(process.get()) == user_)) return false;
  return !tree_ || tree_->contains(static_cast<ProcessId>(pid));
}

}  // namespace sallyport
