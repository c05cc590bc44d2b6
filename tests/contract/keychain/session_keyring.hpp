#pragma once

#include <sys/types.h>

namespace sallyport {

/// The keyring daemon that tests/support/with_session started; each function ends the test program's run with a reason
/// when it is asked outside such a session, so that nobody's own keyring is ever touched.
namespace session_keyring {

void lock();
/// With the password that with_session gave it.
void unlock();

/// Stops the daemon in its tracks, and lets it go on when destroyed.
class Freeze {
 public:
  Freeze();
  ~Freeze();
  Freeze(const Freeze&) = delete;
  Freeze& operator=(const Freeze&) = delete;

 private:
  pid_t pid_;
};

}  // namespace session_keyring
}  // namespace sallyport
