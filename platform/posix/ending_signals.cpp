#include "platform/ending_signals.hpp"

#include <csignal>

namespace sallyport {

std::array<int, 3> ending_signals() { return {SIGINT, SIGTERM, SIGHUP}; }

}  // namespace sallyport
