#include "platform/common/environment_comparison.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "sallyport/core/proxy_variables.hpp"

namespace sallyport {
namespace {

std::vector<std::pair<std::string, std::string>> proxy_family(const Environment& environment) {
  std::vector<std::pair<std::string, std::string>> family;
  for (const auto& variable : environment.variables()) {
    if (is_proxy_variable(variable.first)) family.push_back(variable);
  }
  std::sort(family.begin(), family.end());
  return family;
}

}  // namespace

EnvironmentState compare_proxy_variables(const Result<Environment>& found, const Environment& wanted) {
  if (!found) return EnvironmentState::kUnknown;
  return proxy_family(*found) == proxy_family(wanted) ? EnvironmentState::kCurrent : EnvironmentState::kStale;
}

}  // namespace sallyport
