#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace sallyport::no_proxy {

/// The entry with which urllib's proxy_bypass lets `host` (`name`, `name:port`) go direct.
[[nodiscard]] std::optional<std::string> urllib_bypass(std::string_view list, std::string_view host);

}  // namespace sallyport::no_proxy
