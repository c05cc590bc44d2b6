#pragma once

namespace sallyport {

/// Has what is below this process stay below it when a process in between ends. Where the system cannot do that, what a
/// wrapper started goes on without the supervisor once the wrapper has ended.
void adopt_orphans();

}  // namespace sallyport
