#include "platform/memory_privacy.hpp"

#include <windows.h>

namespace sallyport {

// Error reports would hold a dump of this process. That programs of the user read its memory cannot be kept from them
// here: they may open what the user may.
void hide_memory() { ::SetErrorMode(SEM_FAILCRITICALERRORS | SEM_NOGPFAULTERRORBOX); }

}  // namespace sallyport
