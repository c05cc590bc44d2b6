#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "sallyport/core/environment.hpp"
#include "sallyport/core/proxy_url.hpp"

namespace sallyport {

/// The environment's own proxy of one kind of request.
struct InheritedProxy {
  std::string value;
  std::optional<ProxyUrl> url;  ///< empty when it cannot be read
};

/// `name` is `http_proxy` or `https_proxy`; empty when the environment names none.
[[nodiscard]] std::optional<InheritedProxy> inherited_proxy(const Environment& environment, std::string_view name);

}  // namespace sallyport
