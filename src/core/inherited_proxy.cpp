#include "core/inherited_proxy.hpp"

#include "sallyport/core/proxy_variables.hpp"

namespace sallyport {

std::optional<InheritedProxy> inherited_proxy(const Environment& environment, std::string_view name) {
  auto value = proxy_variable(environment, name);
  if (!value) return std::nullopt;
  InheritedProxy proxy{*std::move(value), std::nullopt};
  if (auto url = parse_proxy_url(proxy.value)) proxy.url = *std::move(url);
  return proxy;
}

}  // namespace sallyport
