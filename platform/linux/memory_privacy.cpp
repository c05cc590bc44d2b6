#include "platform/memory_privacy.hpp"

#include <sys/prctl.h>

namespace sallyport {

// Not RLIMIT_CORE: clients would inherit it.
void hide_memory() { ::prctl(PR_SET_DUMPABLE, 0); }

}  // namespace sallyport
