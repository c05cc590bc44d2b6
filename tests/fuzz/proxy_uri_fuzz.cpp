#include "platform/linux/proxy_uri.hpp"

#include <cstdint>
#include <cstdlib>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto server = sallyport::parse_proxy_uri({reinterpret_cast<const char*>(data), size});
  if (!server || !*server) return 0;
  const auto again = sallyport::parse_proxy_uri((*server)->endpoint.url());
  if (!again || !*again || (*again)->endpoint != (*server)->endpoint) std::abort();
  return 0;
}
