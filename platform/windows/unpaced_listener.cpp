#include "platform/unpaced_listener.hpp"

namespace sallyport {

// No congestion control of Windows paces on loopback.
void leave_unpaced(std::intptr_t) {}

}  // namespace sallyport
