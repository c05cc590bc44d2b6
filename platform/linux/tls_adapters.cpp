#include <string_view>

#include "platform/common/linked_tls.hpp"
#include "platform/posix/module_entries.hpp"

extern "C" __attribute__((visibility("default"))) sallyport::TlsAdapters* sallyport_tls_adapters(const char* version) {
  if (std::string_view(version) != SALLYPORT_VERSION) return nullptr;
  return sallyport::make_linked_tls().release();
}
