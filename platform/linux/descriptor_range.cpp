#include "platform/posix/descriptor_range.hpp"

#include <sys/syscall.h>
#include <unistd.h>

namespace sallyport {

void close_descriptors_from(int first) { ::syscall(SYS_close_range, static_cast<unsigned>(first), ~0U, 0U); }

void spawn_with_streams_only(posix_spawn_file_actions_t& actions, posix_spawnattr_t& attributes, short flags) {
  ::posix_spawnattr_setflags(&attributes, flags);
  ::posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);
}

}  // namespace sallyport
