#pragma once

#include "sallyport/ports/running_apps.hpp"

namespace sallyport {

/// Reads the kernel's table (process_table.hpp). Written, not yet built or run on a Mac.
///
/// The environment is kept back of programs that System Integrity Protection restricts: it then reads as empty, which
/// is "unknown" to whoever compares it.
class LibprocRunningApps final : public RunningApps {
 public:
  [[nodiscard]] std::vector<App> list() override;
  [[nodiscard]] Result<Environment> environment_of(ProcessId pid) override;
};

}  // namespace sallyport
