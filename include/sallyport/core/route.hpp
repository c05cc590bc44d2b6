#pragma once

#include <optional>
#include <string>

#include "sallyport/core/bypass_list.hpp"
#include "sallyport/core/environment.hpp"
#include "sallyport/core/launch_plan.hpp"
#include "sallyport/core/proxy_settings.hpp"
#include "sallyport/core/request_target.hpp"
#include "sallyport/core/system_proxy_configuration.hpp"

namespace sallyport {

/// Where one request goes, and why.
struct Route {
  std::optional<Endpoint> proxy;  ///< empty: direct
  std::string rule;               ///< `loopback`, `bypass:ENTRY`, `custom`, `system`, `environment`, `pac`, `none`
  std::string reason;             ///< a sentence
};

/// Decides with Sallyport's dialect of the bypass list. Loopback never uses the proxy. `bypass` replaces the list of
/// the proxy in force. `pac_answer` is the OS's answer for this URL when the OS uses PAC (empty optional: direct).
[[nodiscard]] Route decide_route(const RequestTarget& target, const ProxySettings& settings,
                                 const SystemProxyConfiguration& system, const Environment& inherited,
                                 const std::optional<BypassList>& bypass, const std::optional<Endpoint>& pac_answer);

}  // namespace sallyport
