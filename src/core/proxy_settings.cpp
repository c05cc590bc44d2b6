#include "sallyport/core/proxy_settings.hpp"

namespace sallyport {

Result<Endpoint> CustomProxySettings::endpoint() const {
  auto canonical_host = parse_proxy_host(host);
  if (!canonical_host) return tl::unexpected(std::move(canonical_host.error()));
  const auto checked_port = parse_port(std::to_string(port));
  if (!checked_port) return tl::unexpected(checked_port.error());
  return Endpoint{protocol, std::move(*canonical_host), *checked_port};
}

}  // namespace sallyport
