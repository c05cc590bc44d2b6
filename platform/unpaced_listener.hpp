#pragma once

#include <cstdint>

namespace sallyport {

/// Has what is sent on the connections that `listener` will accept leave as fast as it is taken (on
/// Linux: tcp(7), TCP_CONGESTION). A machine whose default is BBR paces it even on loopback, where nothing can be
/// congested. Where the kernel refuses, its default stays.
void leave_unpaced(std::intptr_t listener);

}  // namespace sallyport
