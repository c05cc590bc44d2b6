#include "platform/posix/menu_launch.hpp"

#include <unistd.h>

namespace sallyport {

// What Launch Services start is a child of launchd(8), and so is the script of a client's bundle, which becomes this
// program. Written, not yet built or run on a Mac.
bool is_menu_launch(const Environment&) { return ::getppid() == 1; }

}  // namespace sallyport
