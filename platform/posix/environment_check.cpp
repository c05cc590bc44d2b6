#include "platform/posix/environment_check.hpp"

#include <sys/wait.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "sallyport/core/proxy_variables.hpp"

namespace sallyport {
namespace {

constexpr int kVerifyTries = 200;
constexpr std::chrono::microseconds kVerifyPause{50};

std::vector<std::pair<std::string, std::string>> proxy_family(const Environment& environment) {
  std::vector<std::pair<std::string, std::string>> family;
  for (const auto& variable : environment.variables()) {
    if (is_proxy_variable(variable.first)) family.push_back(variable);
  }
  std::sort(family.begin(), family.end());
  return family;
}

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
      return proxy_family(*environment) == proxy_family(process.environment) ? EnvironmentState::kCurrent
                                                                             : EnvironmentState::kStale;
    }
    if (has_ended(pid)) break;
    // The kernel is not done with its exec: there is no environment to read yet.
    std::this_thread::sleep_for(kVerifyPause);
  }
  return EnvironmentState::kUnknown;
}

}  // namespace sallyport
