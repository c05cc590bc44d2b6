#pragma once

#include "sallyport/core/launch_plan.hpp"

namespace sallyport {

/// Whether the plan puts a password into the environment, be it known or only to be asked for.
[[nodiscard]] bool holds_password(const LaunchPlan& plan);

}  // namespace sallyport
