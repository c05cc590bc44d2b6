#pragma once

#include <optional>

#include "platform/windows/client_job.hpp"
#include "platform/windows/security_identifier.hpp"
#include "sallyport/core/client.hpp"
#include "sallyport/ports/peer_admission.hpp"

namespace sallyport {

/// Finds the process at the other end in Windows' table of connections (GetExtendedTcpTable:
/// learn.microsoft.com/en-us/windows/win32/api/iphlpapi/nf-iphlpapi-getextendedtcptable) and admits it when it runs as
/// this user and, in the mode `tree`, is in this process's ClientJob (IsProcessInJob). A process of this user's that
/// runs with an administrator's rights is still the user's. Who is not in the table, or cannot be looked at, is
/// refused.
class WindowsPeerAdmission final : public PeerAdmission {
 public:
  explicit WindowsPeerAdmission(Admission mode);

  [[nodiscard]] bool admits(const SocketAddress& peer, const SocketAddress& local) override;
  [[nodiscard]] std::string_view method() const override { return tree_ ? "tree (job)" : "user"; }

 private:
  std::optional<ClientJob> tree_;
  SecurityIdentifier user_;
};

}  // namespace sallyport
