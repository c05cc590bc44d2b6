#pragma once

#include <string>

#include "sallyport/core/result.hpp"

namespace sallyport {

/// The absolute path of the executable that this process runs. kIo.
[[nodiscard]] Result<std::string> own_program();

}  // namespace sallyport
