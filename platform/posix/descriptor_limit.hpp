#pragma once

#include <cstddef>

namespace sallyport {

/// Raises the limit of this process to what it may have, and says how many descriptors that is. Clients keep the limit
/// that this program was started with.
std::size_t raise_descriptor_limit();

}  // namespace sallyport
