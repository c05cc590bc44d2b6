#pragma once

#include <signal.h>
#include <sys/resource.h>

#include "sallyport/ports/process_launcher.hpp"

namespace sallyport {

/// What a process gets of signals and limits.
struct ProcessSurroundings {
  sigset_t mask{};
  sigset_t ignored{};
  rlimit descriptors{};
};

/// ProcessLauncher::start_apart. A child subreaper would get back whatever it forks, however often: so the process is
/// made as a child of this one's parent (clone(2), CLONE_PARENT).
[[nodiscard]] Result<void> start_apart(const ProcessSpec& spec, const ProcessSurroundings& surroundings);

}  // namespace sallyport
