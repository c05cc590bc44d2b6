#pragma once

#include <set>
#include <vector>

#include "sallyport/ports/running_apps.hpp"

namespace sallyport {

/// Everything below `root` among `apps`, however deep.
[[nodiscard]] std::set<ProcessId> descendants_of(ProcessId root, const std::vector<RunningApps::App>& apps);

}  // namespace sallyport
