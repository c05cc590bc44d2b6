#pragma once

#include <cstddef>

namespace sallyport {

/// Raises the limit of this process to what it may have, and says how many descriptors that is. Clients keep the limit
/// that this program was started with. Windows has no such limit (learn.microsoft.com/en-us/windows/win32/sysinfo/
/// kernel-objects: 16 million handles): there it is what the relay should do with.
std::size_t raise_descriptor_limit();

}  // namespace sallyport
