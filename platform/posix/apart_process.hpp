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

/// What this process has of them now.
[[nodiscard]] ProcessSurroundings own_surroundings();

/// ProcessLauncher::start_apart, by way of fork(2) or fork_sibling.
[[nodiscard]] Result<void> start_apart(const ProcessSpec& spec, const ProcessSurroundings& surroundings,
                                       pid_t (*make_process)());

}  // namespace sallyport
