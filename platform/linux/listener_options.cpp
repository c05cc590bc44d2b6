#include "platform/listener_options.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <string_view>

namespace sallyport {
namespace {

/// The one that every kernel has, and lets every user choose.
constexpr std::string_view kUnpaced = "reno";

}  // namespace

void set_listener_options(std::intptr_t listener) {
  const int on = 1;
  (void)::setsockopt(static_cast<int>(listener), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  (void)::setsockopt(static_cast<int>(listener), IPPROTO_TCP, TCP_CONGESTION, kUnpaced.data(), kUnpaced.size());
}

}  // namespace sallyport
