#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "sallyport/core/endpoint.hpp"
#include "sallyport/core/environment.hpp"
#include "sallyport/core/launch_plan.hpp"
#include "sallyport/core/proxy_settings.hpp"
#include "sallyport/core/system_proxy_configuration.hpp"

namespace sallyport {

/// Which proxy the settings send requests to, to compare others with it.
struct ProxyInForce {
  InForce source = InForce::kNone;
  bool takes_variables = false;  ///< the settings leave it to variables, where there are some
  bool is_script = false;        ///< a PAC file of the system decides
  std::optional<Endpoint> http;  ///< empty: requests go direct
  std::optional<Endpoint> https;
  std::optional<Endpoint> other;  ///< SOCKS, where the system names nothing else
  std::string bypass;
  std::string words;  ///< `the custom proxy, http://proxy.example.com:8080`, `no proxy`

  /// Whether there is a proxy for some requests, as far as can be told.
  [[nodiscard]] bool sends_to_proxy() const {
    return source == InForce::kEnvironment || is_script || http || https || other;
  }
  /// Whether `endpoint` is one of its servers.
  [[nodiscard]] bool names(const Endpoint& endpoint) const;
};

/// `system` is asked for only where that decides.
[[nodiscard]] ProxyInForce proxy_in_force(const ProxySettings& settings, const SystemProxyConfiguration& system,
                                          const Environment& environment);

/// Why a variable of the family disagrees: `the settings say no proxy`; empty when it does not. Never repeats the
/// value. Of `no_proxy` see `other_bypass`.
[[nodiscard]] std::string contradiction(std::string_view name, std::string_view value, const ProxyInForce& proxy);

/// The entries that only one of two bypass lists has, compared as most programs do: `only here: a; only in the
/// settings: b`; empty when there are none.
[[nodiscard]] std::string other_bypass(std::string_view here, std::string_view settings);

}  // namespace sallyport
