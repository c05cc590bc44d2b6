#include "platform/common/system_roots.hpp"

namespace sallyport {

bool add_system_roots(X509_STORE* store) { return X509_STORE_set_default_paths(store) == 1; }

}  // namespace sallyport
