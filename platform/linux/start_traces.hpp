#pragma once

#include <sys/types.h>

#include "sallyport/core/environment.hpp"

namespace sallyport {

/// What a process can see of how it was started. The words of a menu entry are fixed (`sallyport launch ID -- FILES`),
/// so that they cannot tell.
struct StartTraces {
  pid_t self = 0;
  Environment environment = {};
  Environment parents = {};   ///< its parent's environment; empty when that cannot be read
  bool has_terminal = false;  ///< a controlling one, wherever its streams go
  bool is_read = false;       ///< a program reads what it writes, through a pipe or a socket
};

[[nodiscard]] StartTraces own_start_traces(Environment environment);

/// Whether a desktop started it, for a menu entry or a key, and not a person at a shell or a program that hears of its
/// end:
///
/// | seen                                                                | answer                                 |
/// |---------------------------------------------------------------------|----------------------------------------|
/// | GIO_LAUNCHED_DESKTOP_FILE_PID is its own                            | yes                                    |
/// | GIO_LAUNCHED_DESKTOP_FILE_PID is another's                          | as if it were not there: inherited     |
/// | DESKTOP_STARTUP_ID or XDG_ACTIVATION_TOKEN that its parent has not  | yes                                    |
/// | one that its parent has too                                         | as if it were not there: inherited     |
/// | none of them, no terminal, and nobody reads                         | yes: many launchers set no variable    |
/// | none of them, and a terminal or a reader                            | no                                     |
[[nodiscard]] bool is_by_desktop(const StartTraces& traces);

}  // namespace sallyport
