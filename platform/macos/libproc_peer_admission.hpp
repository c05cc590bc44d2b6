#pragma once

#include <chrono>
#include <map>
#include <set>

#include "sallyport/core/client.hpp"
#include "sallyport/ports/peer_admission.hpp"
#include "sallyport/ports/process_launcher.hpp"

namespace sallyport {

/// Looks for the connection among the sockets of this user's processes (<libproc.h>: proc_pidinfo with PROC_PIDLISTFDS,
/// proc_pidfdinfo with PROC_PIDFDSOCKETINFO; <sys/proc_info.h>). Other users' processes keep theirs to themselves, so
/// that nobody of theirs is ever found. Written, not yet built or run on a Mac.
///
/// macOS has no child subreaper: a process whose parent ends becomes launchd's. The client's own are those that were
/// once seen below this process, known again by their number and start.
class LibprocPeerAdmission final : public PeerAdmission {
 public:
  explicit LibprocPeerAdmission(Admission mode) : mode_(mode) {}

  [[nodiscard]] bool admits(const SocketAddress& peer, const SocketAddress& local) override;
  [[nodiscard]] std::string_view method() const override;

 private:
  [[nodiscard]] std::set<ProcessId> candidates();

  Admission mode_;
  ProcessId last_ = 0;  ///< whose socket was admitted last: probably the next one's, too
  std::map<ProcessId, std::chrono::system_clock::time_point> tree_;  ///< seen below this process, with their start
};

}  // namespace sallyport
