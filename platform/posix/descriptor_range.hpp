#pragma once

#include <spawn.h>

namespace sallyport {

/// Closes every descriptor from `first` on. Async-signal-safe.
void close_descriptors_from(int first);

/// Has a program that posix_spawn(3) starts get no descriptors but the three standard streams, which `actions` must all
/// set. `flags`: what posix_spawnattr_setflags is to have besides.
void spawn_with_streams_only(posix_spawn_file_actions_t& actions, posix_spawnattr_t& attributes, short flags);

}  // namespace sallyport
