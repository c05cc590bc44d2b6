#pragma once

#include "sallyport/core/environment.hpp"

namespace sallyport {

/// Whether a program with this environment can show windows: there is a display, and the session is at it.
[[nodiscard]] bool shows_windows(const Environment& environment);

}  // namespace sallyport
