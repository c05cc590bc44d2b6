#include "platform/memory_privacy.hpp"

namespace sallyport {

// Nothing that this process could do would stay with it alone: RLIMIT_CORE would be inherited by clients, and
// PT_DENY_ATTACH ends the process under any debugger. What keeps other programs of the user out is the hardened runtime
// that the installer signs with, without the entitlement com.apple.security.get-task-allow (developer.apple.com,
// "Hardened Runtime"); the kernel then refuses task_for_pid. macOS writes no core files unless the user raises the
// limit.
void hide_memory() {}

}  // namespace sallyport
