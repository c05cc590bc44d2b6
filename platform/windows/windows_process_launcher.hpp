#pragma once

#include <map>

#include "platform/windows/client_job.hpp"
#include "platform/windows/handle.hpp"
#include "sallyport/ports/process_launcher.hpp"

namespace sallyport {

/// Starts processes with CreateProcessW (new_process.hpp). What `start` starts has the standard streams of this program
/// and is in the job from its first instruction on: it is made suspended, put in, and then let go. Where Windows lets
/// no process into the job it is ended again (kIo). Of batch files see check_batch_arguments(). One thread.
class WindowsProcessLauncher final : public ProcessLauncher {
 public:
  [[nodiscard]] Result<ProcessId> start(const ProcessSpec& spec) override;
  /// In no console and, where this program's own job lets it go, in no job. Its standard streams are the device NUL.
  [[nodiscard]] Result<void> start_apart(const ProcessSpec& spec) override;

  /// Of a process that `start` started, to wait for; null for another. As long as this object lives, its number is
  /// nobody else's.
  [[nodiscard]] HANDLE process(ProcessId pid) const;

 private:
  ClientJob job_;
  std::map<ProcessId, Handle> started_;
};

}  // namespace sallyport
