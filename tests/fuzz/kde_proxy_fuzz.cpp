#include "platform/linux/kde_proxy.hpp"

#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "platform/linux/gnome_proxy.hpp"
#include "sallyport/core/bypass_list.hpp"

namespace {

/// Whatever a desktop's list holds, its translation is a list that Sallyport reads.
void require_readable(const std::string& list) {
  std::vector<sallyport::BypassError> errors;
  (void)sallyport::BypassList::parse(list, &errors);
  if (!errors.empty()) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const sallyport::Environment environment({{"http_proxy", text}});
  const auto kde = sallyport::read_kioslaverc({"[Proxy Settings]\nProxyType=1\n" + text}, environment);
  require_readable(kde.configuration.bypass);
  require_readable(kde.listed);
  require_readable(sallyport::translate_kde_exception(text));
  require_readable(sallyport::translate_gnome_ignore_host(text));
  return 0;
}
