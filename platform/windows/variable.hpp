#pragma once

#include <string>
#include <string_view>

#include "sallyport/core/environment.hpp"

namespace sallyport {

/// A variable as Windows finds it, where `Path` and `PATH` are one. Null when absent.
[[nodiscard]] const std::string* find_variable(const Environment& environment, std::string_view name);

}  // namespace sallyport
