#pragma once

#include "sallyport/ports/process_launcher.hpp"
#include "sallyport/ports/running_apps.hpp"
#include "sallyport/ports/supervisors.hpp"

namespace sallyport {

/// Whether the proxy variables that `pid`, a child of this process, was started with are those of `process`. Waits some
/// milliseconds for an exec that is under way.
[[nodiscard]] EnvironmentState verify_environment(RunningApps& running_apps, ProcessId pid, const ProcessSpec& process);

}  // namespace sallyport
