#pragma once

#include "sallyport/core/environment.hpp"

namespace sallyport {

/// Whether the desktop started this process, which has this environment, for an entry of its menu.
[[nodiscard]] bool is_menu_launch(const Environment& environment);

}  // namespace sallyport
