#include "cli/plan_password.hpp"

#include <algorithm>

namespace sallyport {

bool holds_password(const LaunchPlan& plan) {
  return std::any_of(plan.changes.begin(), plan.changes.end(), [](const EnvironmentChange& change) {
    return change.secret_value.has_value() || change.value.find(":***@") != std::string::npos;
  });
}

}  // namespace sallyport
