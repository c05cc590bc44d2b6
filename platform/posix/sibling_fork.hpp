#pragma once

#include <sys/types.h>

namespace sallyport {

/// fork(2) of a process that is no child of this one, and whose end nobody here hears of: 0 in it, -1 with errno when
/// there is none. It has one thread, so that only async-signal-safe calls are allowed there. Call it from the thread
/// that waits for children.
[[nodiscard]] pid_t fork_sibling();

}  // namespace sallyport
