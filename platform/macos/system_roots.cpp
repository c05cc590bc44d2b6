#include "platform/common/system_roots.hpp"

#include <openssl/err.h>

#include "platform/macos/system_roots_file.hpp"

namespace sallyport {

// OpenSSL's own folder is that of the machine that built it, such as Homebrew's, which other Macs do not have. Written,
// not yet built or run on a Mac.
bool add_system_roots(X509_STORE* store) {
  if (X509_STORE_set_default_paths(store) != 1) return false;
  // A file that is missing is one source less, not an error.
  ERR_set_mark();
  X509_STORE_load_file(store, kSystemRootsFile);
  ERR_pop_to_mark();
  return true;
}

}  // namespace sallyport
