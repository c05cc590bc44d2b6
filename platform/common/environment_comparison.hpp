#pragma once

#include "sallyport/core/environment.hpp"
#include "sallyport/core/result.hpp"
#include "sallyport/ports/supervisors.hpp"

namespace sallyport {

/// Whether the proxy variables of a process are those that it should have. kUnknown where they could not be read.
[[nodiscard]] EnvironmentState compare_proxy_variables(const Result<Environment>& found, const Environment& wanted);

}  // namespace sallyport
