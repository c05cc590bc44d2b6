#include "platform/posix/access_list.hpp"

#include <sys/acl.h>

namespace sallyport {

// acl_get_fd_np(3), acl(3). Written, not yet built or run on a Mac.
bool has_access_list(int file) {
  const acl_t list = ::acl_get_fd_np(file, ACL_TYPE_EXTENDED);
  if (list == nullptr) return false;
  acl_entry_t first = nullptr;
  const bool has_entries = ::acl_get_entry(list, ACL_FIRST_ENTRY, &first) == 0;
  ::acl_free(list);
  return has_entries;
}

}  // namespace sallyport
