#include "platform/posix/descriptor_range.hpp"

#include <unistd.h>

namespace sallyport {

// Written, not yet built or run on a Mac.
void close_descriptors_from(int first) {
  for (int descriptor = ::getdtablesize() - 1; descriptor >= first; --descriptor) ::close(descriptor);
}

// posix_spawnattr_setflags(3): "only file descriptors explicitly created by the file actions are available".
void spawn_with_streams_only(posix_spawn_file_actions_t&, posix_spawnattr_t& attributes, short flags) {
  ::posix_spawnattr_setflags(&attributes, static_cast<short>(flags | POSIX_SPAWN_CLOEXEC_DEFAULT));
}

}  // namespace sallyport
