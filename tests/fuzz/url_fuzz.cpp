#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "sallyport/core/endpoint.hpp"
#include "sallyport/core/request_target.hpp"

namespace {

using namespace sallyport;

void require(bool condition) {
  if (!condition) std::abort();
}

std::string to_url(const RequestTarget& target) {
  const std::string host = target.host.to_string();
  const bool brackets = host.find(':') != std::string::npos;
  const std::string port = target.port == 0 ? "" : ":" + std::to_string(target.port);
  return target.scheme + "://" + (brackets ? "[" + host + "]" : host) + port;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto target = parse_request_target(text)) {
    // A user in front and anything behind change nothing.
    const auto again = parse_request_target(to_url(*target));
    require(again && again->scheme == target->scheme && again->host.value == target->host.value &&
            again->port == target->port);
    std::string dressed = to_url(*target);
    dressed.insert(target->scheme.size() + 3, "user:password@");
    const auto with_user = parse_request_target(dressed + "/path?query#fragment");
    require(with_user && with_user->host.value == target->host.value && with_user->port == target->port);
  }
  if (const auto endpoint = parse_endpoint(text)) {
    require(endpoint->port != 0 && parse_endpoint(endpoint->url()) == *endpoint);
  }
  return 0;
}
