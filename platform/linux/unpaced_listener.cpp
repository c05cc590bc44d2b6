#include "platform/unpaced_listener.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <string_view>

namespace sallyport {
namespace {

/// The one that every kernel has, and lets every user choose.
constexpr std::string_view kUnpaced = "reno";

}  // namespace

void leave_unpaced(std::intptr_t listener) {
  (void)::setsockopt(static_cast<int>(listener), IPPROTO_TCP, TCP_CONGESTION, kUnpaced.data(), kUnpaced.size());
}

}  // namespace sallyport
