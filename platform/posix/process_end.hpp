#pragma once

#include "platform/posix/file_descriptor.hpp"
#include "sallyport/ports/process_launcher.hpp"

namespace sallyport {

/// A descriptor that can be read once `process`, which need not be a child, has ended. Empty when it has already.
[[nodiscard]] FileDescriptor watch_process_end(ProcessId process);

}  // namespace sallyport
