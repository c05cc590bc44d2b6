#pragma once

#include <chrono>
#include <optional>
#include <stop_token>
#include <string>

#include "sallyport/core/environment.hpp"
#include "sallyport/core/no_proxy_reader.hpp"
#include "sallyport/core/program_route.hpp"
#include "sallyport/core/proxy_settings.hpp"
#include "sallyport/core/system_proxy_configuration.hpp"
#include "sallyport/ports/system_proxy.hpp"

namespace sallyport {

/// Which way a request goes.
struct RouteQuestion {
  std::string url;                       ///< as the user wrote it
  std::optional<NoProxyReader> program;  ///< who asks; empty: whoever leaves the choice to Sallyport
  std::optional<std::string> bypass;     ///< in place of the list of the proxy in force
  std::optional<std::string> no_proxy;   ///< in place of the list that the program is given
};

struct RouteExplanation {
  ProgramRoute route;
  SystemProxyConfiguration system;  ///< read only where the system's proxy is in force
};

/// How long the OS may take for its answer (PAC).
inline constexpr std::chrono::seconds kRouteTime{20};

/// Under these settings, saved or not. Asks the OS for its proxy where that decides, and blocks for as long as a PAC
/// file takes, up to kRouteTime or until `stop`. kInvalidValue: the URL or the list; else the OS's errors.
[[nodiscard]] Result<RouteExplanation> explain_route(const RouteQuestion& question, const ProxySettings& settings,
                                                     SystemProxy& system_proxy, const Environment& inherited,
                                                     const std::stop_token& stop);

}  // namespace sallyport
