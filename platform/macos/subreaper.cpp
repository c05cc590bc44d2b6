#include "platform/posix/subreaper.hpp"

namespace sallyport {

// Orphans are launchd's; no call changes that.
void adopt_orphans() {}

}  // namespace sallyport
