#pragma once

#include <string>
#include <string_view>

#include "sallyport/core/result.hpp"

namespace sallyport {

/// The program `name` in the folder of the program `self`: Sallyport's own stand side by side. kCommandNotFound.
[[nodiscard]] Result<std::string> program_beside(const std::string& self, std::string_view name);

}  // namespace sallyport
