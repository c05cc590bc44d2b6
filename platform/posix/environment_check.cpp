#include "platform/posix/environment_check.hpp"

#include <sys/wait.h>

#include <chrono>
#include <thread>

#include "platform/common/environment_comparison.hpp"

namespace sallyport {
namespace {

constexpr int kVerifyTries = 200;
constexpr std::chrono::microseconds kVerifyPause{50};

/// Of a child, which is left to be reaped.
bool has_ended(ProcessId pid) {
  siginfo_t info{};
  return ::waitid(P_PID, static_cast<id_t>(pid), &info, WEXITED | WNOHANG | WNOWAIT) != 0 || info.si_pid != 0;
}

}  // namespace

EnvironmentState verify_environment(RunningApps& running_apps, ProcessId pid, const ProcessSpec& process) {
  for (int tries = 0; tries < kVerifyTries; ++tries) {
    const auto environment = running_apps.environment_of(pid);
    if (!environment) break;
    if (!environment->variables().empty() || process.environment.variables().empty()) {
      return compare_proxy_variables(environment, process.environment);
    }
    if (has_ended(pid)) break;
    // The kernel is not done with its exec: there is no environment to read yet.
    std::this_thread::sleep_for(kVerifyPause);
  }
  return EnvironmentState::kUnknown;
}

}  // namespace sallyport
