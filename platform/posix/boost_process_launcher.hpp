#pragma once

#include "platform/posix/apart_process.hpp"
#include "platform/posix/sibling_fork.hpp"
#include "sallyport/ports/process_launcher.hpp"

namespace sallyport {

/// Starts processes with Boost.Process. Construct it first in `main`: what it finds then as signal mask, ignored
/// signals and limit of descriptors is what every process it starts gets. A script without `#!` runs under /bin/sh, as
/// execvp(3) does.
class BoostProcessLauncher final : public ProcessLauncher {
 public:
  BoostProcessLauncher();

  [[nodiscard]] Result<ProcessId> start(const ProcessSpec& spec) override;
  [[nodiscard]] Result<void> start_apart(const ProcessSpec& spec) override {
    return sallyport::start_apart(spec, surroundings_, fork_sibling);
  }

 private:
  ProcessSurroundings surroundings_;
};

}  // namespace sallyport
