#pragma once

#include "platform/macos/mac_paths.hpp"

namespace sallyport {

/// Of this user and this process: getpwuid(3) (a `HOME` that names another folder counts, as everywhere), confstr(3)
/// and proc_pidpath (<libproc.h>). Written, not yet built or run on a Mac.
[[nodiscard]] MacPaths::Surroundings surroundings_of_this_process();

}  // namespace sallyport
