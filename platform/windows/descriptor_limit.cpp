#include "platform/descriptor_limit.hpp"

namespace sallyport {

std::size_t raise_descriptor_limit() {
  constexpr std::size_t kForManyTunnels = 32768;
  return kForManyTunnels;
}

}  // namespace sallyport
