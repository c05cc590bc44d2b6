#pragma once

#include <cstdint>

namespace sallyport {

/// What a listener of the relay wants of its system, before it is bound.
/// - POSIX: a port that was used a moment ago is taken again (SO_REUSEADDR, which means something else on Windows).
/// - Linux: what is sent on its connections leaves as fast as it is taken (tcp(7), TCP_CONGESTION). A machine whose
///   default is BBR paces it even on loopback, where nothing can be congested. Where the kernel refuses, its default
///   stays.
/// - Windows: nobody else takes the port from under it (SO_EXCLUSIVEADDRUSE: learn.microsoft.com/en-us/windows/win32/
///   winsock/using-so-reuseaddr-and-so-exclusiveaddruse).
void set_listener_options(std::intptr_t listener);

}  // namespace sallyport
