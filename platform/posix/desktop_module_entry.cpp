#include <string_view>

#include "platform/posix/module_entries.hpp"

extern "C" __attribute__((visibility("default"))) sallyport::DesktopAdapters* sallyport_desktop_adapters(
    const char* version, const sallyport::Environment& environment) {
  if (std::string_view(version) != SALLYPORT_VERSION) return nullptr;
  return sallyport::make_linked_desktop(environment).release();
}
