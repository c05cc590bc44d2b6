#pragma once

#include <sys/types.h>

#include "sallyport/core/environment.hpp"

namespace sallyport {

/// Whether the desktop started the process `self`, which has this environment, for an entry of its menu.
[[nodiscard]] bool is_menu_launch(const Environment& environment, pid_t self);

}  // namespace sallyport
