#pragma once

#include <map>
#include <vector>

#include "sallyport/ports/running_apps.hpp"

namespace sallyport {

/// A list of processes that the test writes.
class FakeRunningApps final : public RunningApps {
 public:
  std::vector<App> list() override { return apps; }
  Result<Environment> environment_of(ProcessId pid) override {
    const auto found = environments.find(pid);
    return found == environments.end() ? failure(ErrorCode::kNotRunning, "The process has ended.")
                                       : Result<Environment>(found->second);
  }

  std::vector<App> apps;
  std::map<ProcessId, Environment> environments;
};

}  // namespace sallyport
