#pragma once

#include "platform/posix/apart_process.hpp"
#include "platform/posix/sibling_fork.hpp"
#include "sallyport/ports/process_launcher.hpp"

namespace sallyport {

/// Starts processes with posix_spawn(2), whose POSIX_SPAWN_CLOEXEC_DEFAULT is the only way on macOS to let no
/// descriptor of another thread's through. Construct it first in `main`: what it finds then as signal mask, ignored
/// signals and limit of descriptors is what every process it starts gets; while one is started the limit of this
/// process is the lower one, too. A script without `#!` runs under /bin/sh. Written, not yet built or run on a Mac.
class SpawnProcessLauncher final : public ProcessLauncher {
 public:
  SpawnProcessLauncher() : surroundings_(own_surroundings()) {}

  [[nodiscard]] Result<ProcessId> start(const ProcessSpec& spec) override;
  [[nodiscard]] Result<void> start_apart(const ProcessSpec& spec) override {
    return sallyport::start_apart(spec, surroundings_, fork_sibling);
  }

 private:
  ProcessSurroundings surroundings_;
};

}  // namespace sallyport
