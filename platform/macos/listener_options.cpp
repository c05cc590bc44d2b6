#include "platform/listener_options.hpp"

#include <sys/socket.h>

namespace sallyport {

void set_listener_options(std::intptr_t listener) {
  const int on = 1;
  (void)::setsockopt(static_cast<int>(listener), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
}

}  // namespace sallyport
