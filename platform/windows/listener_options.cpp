#include "platform/listener_options.hpp"

#include <winsock2.h>

namespace sallyport {

void set_listener_options(std::intptr_t listener) {
  const BOOL exclusive = TRUE;
  (void)::setsockopt(static_cast<SOCKET>(listener), SOL_SOCKET, SO_EXCLUSIVEADDRUSE,
                     reinterpret_cast<const char*>(&exclusive), sizeof exclusive);
}

}  // namespace sallyport
