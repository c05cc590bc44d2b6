#include "platform/posix/access_list.hpp"

#include <sys/types.h>
// After the types that it uses.
#include <sys/acl.h>

namespace sallyport {

// acl_get_fd_np(3). Written, not yet built or run on a Mac.
bool has_access_list(int file) {
  const acl_t list = ::acl_get_fd_np(file, ACL_TYPE_EXTENDED);
  if (list == nullptr) return false;
  ::acl_free(list);
  return true;
}

}  // namespace sallyport
