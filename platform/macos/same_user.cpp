#include "platform/posix/same_user.hpp"

#include <sys/types.h>
#include <unistd.h>

namespace sallyport {

// getpeereid(3). Written, not yet built or run on a Mac.
bool is_same_user(int socket) {
  uid_t user = 0;
  gid_t group = 0;
  return ::getpeereid(socket, &user, &group) == 0 && user == ::geteuid();
}

}  // namespace sallyport
