#include <arpa/inet.h>

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "sallyport/core/endpoint.hpp"
#include "sallyport/core/host.hpp"

namespace {

using namespace sallyport;

void require(bool condition) {
  if (!condition) std::abort();
}

/// The C library reads the same addresses.
void check_address(std::string_view text) {
  if (text.find('\0') != text.npos || text.starts_with('[')) return;
  const std::string terminated(text);
  std::uint8_t bytes[16] = {};
  const bool is_v4 = inet_pton(AF_INET, terminated.c_str(), bytes) == 1;
  const bool is_v6 = !is_v4 && inet_pton(AF_INET6, terminated.c_str(), bytes) == 1;
  const auto address = parse_ip_address(text);
  require(address.has_value() == (is_v4 || is_v6));
  if (!address) return;
  const bool mapped = is_v6 && address->is_v4;
  for (int i = 0; i < (address->is_v4 ? 4 : 16); ++i) require(address->bytes[i] == bytes[mapped ? 12 + i : i]);
  require(parse_ip_address(address->to_string()) == *address);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  check_address(text);
  if (const auto labels = to_a_labels(text)) require(to_a_labels(*labels) == *labels);
  if (const auto host = parse_host(text)) {
    const auto again = parse_host(host->to_string());
    require(again && again->value == host->value && again->to_string() == host->to_string());
  }
  if (const auto host = parse_proxy_host(text)) {
    require(parse_proxy_host(*host) == *host);
    const Endpoint endpoint{ProxyProtocol::kSocks5, *host, 1};
    require(parse_endpoint(endpoint.url()) == endpoint &&
            parse_endpoint(endpoint.host_and_port(), endpoint.protocol) == endpoint);
  }
  return 0;
}
