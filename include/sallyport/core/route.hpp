#pragma once

#include <optional>
#include <string>
#include <string_view>

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
  /// Where the rule comes from: `custom`, `system`, `environment`, `pac`, `none` (the settings themselves),
  /// `built-in` (loopback), `argument` (a list that was asked about).
  std::string_view source = "none";
};

/// The rules for the routes of requests, read once. Bypass lists are in Sallyport's dialect. Loopback never uses the
/// proxy.
class RouteRules {
 public:
  /// Without a proxy.
  RouteRules() = default;
  /// `asked` replaces the list of the proxy in force.
  RouteRules(const ProxySettings& settings, const SystemProxyConfiguration& system, const Environment& inherited,
             std::optional<BypassList> asked = std::nullopt);

  /// Whether the OS must be asked about each URL, since it uses PAC.
  [[nodiscard]] bool asks_system() const { return automatic_; }
  /// `pac_answer` is the OS's answer for this URL when it uses PAC (empty optional: direct).
  [[nodiscard]] Route decide(const RequestTarget& target, const std::optional<Endpoint>& pac_answer) const;

 private:
  /// What holds for requests before the bypass list is looked at.
  struct Candidate {
    std::optional<Endpoint> proxy;
    std::string reason;
  };
  void use_custom(const CustomProxySettings& custom);
  void use_system(const SystemProxyConfiguration& system);
  void use_environment(const Environment& inherited);

  std::string_view source_ = "none";
  bool automatic_ = false;
  std::string automatic_name_;  ///< of the system proxy
  Candidate plain_{std::nullopt, "The custom and the system proxy are off."};
  Candidate tls_ = plain_;
  BypassList bypass_;
  std::string_view bypass_source_;
  std::string bypass_owner_;  ///< as a sentence names it: `the custom proxy`
};

}  // namespace sallyport
