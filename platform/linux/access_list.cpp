#include "platform/posix/access_list.hpp"

#include <sys/xattr.h>

namespace sallyport {

bool has_access_list(int file) { return ::fgetxattr(file, "system.posix_acl_access", nullptr, 0) > 0; }

}  // namespace sallyport
