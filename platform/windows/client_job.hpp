#pragma once

#include <windows.h>

#include <vector>

#include "platform/windows/handle.hpp"
#include "sallyport/ports/process_launcher.hpp"

namespace sallyport {

/// The processes of one client: those that were put in, and whatever they start
/// (learn.microsoft.com/en-us/windows/win32/procthread/job-objects). They live on when this object goes. Any thread.
///
/// Each supervisor has one, which its process number names in the user's session: every object of this class in one
/// process means the same job.
class ClientJob {
 public:
  ClientJob();

  /// False when Windows refuses, as it does for a process that is in a job of an older kind.
  [[nodiscard]] bool add(HANDLE process);
  /// IsProcessInJob. False for a process that is gone.
  [[nodiscard]] bool contains(ProcessId pid) const;
  [[nodiscard]] std::vector<ProcessId> processes() const;
  /// Ends all of them by force.
  void end();

 private:
  Handle job_;
};

}  // namespace sallyport
