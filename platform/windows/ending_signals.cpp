#include "platform/ending_signals.hpp"

#include <csignal>

namespace sallyport {

// The C runtime makes SIGBREAK of Ctrl+Break and of a console that is closed: learn.microsoft.com/en-us/cpp/
// c-runtime-library/reference/signal.
std::array<int, 3> ending_signals() { return {SIGINT, SIGTERM, SIGBREAK}; }

}  // namespace sallyport
