#pragma once

namespace sallyport {

/// Keeps this process's memory out of core dumps and from being read by other programs of the user. Processes started
/// from it are not affected.
void hide_memory();

}  // namespace sallyport
