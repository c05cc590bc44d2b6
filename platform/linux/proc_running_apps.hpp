#pragma once

#include "sallyport/ports/running_apps.hpp"

namespace sallyport {

/// Reads /proc.
class ProcRunningApps final : public RunningApps {
 public:
  [[nodiscard]] std::vector<App> list() override;
  [[nodiscard]] Result<Environment> environment_of(ProcessId pid) override;
};

}  // namespace sallyport
