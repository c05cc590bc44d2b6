#pragma once

#include <sys/types.h>

#include <iosfwd>

namespace sallyport {

/// What a process holds.
struct ProcessFootprint {
  long kilobytes = 0;    ///< resident, its own: without what is mapped from files
  long descriptors = 0;  ///< open ones; where this user may not look, the size of its table
  long threads = 0;
};

[[nodiscard]] ProcessFootprint footprint_of(pid_t pid);
std::ostream& operator<<(std::ostream& out, const ProcessFootprint& footprint);

}  // namespace sallyport
