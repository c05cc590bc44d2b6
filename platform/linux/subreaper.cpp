#include "platform/posix/subreaper.hpp"

#include <sys/prctl.h>

namespace sallyport {

void adopt_orphans() { ::prctl(PR_SET_CHILD_SUBREAPER, 1); }

}  // namespace sallyport
