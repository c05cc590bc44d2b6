#pragma once

#include <string>
#include <string_view>

#include "sallyport/core/environment.hpp"
#include "sallyport/core/proxy_settings.hpp"
#include "sallyport/ports/connection_checker.hpp"
#include "sallyport/ports/system_proxy.hpp"

namespace sallyport {

/// What is checked when no URL is named: a site that is kept for examples (RFC 2606 §3).
inline constexpr std::string_view kCheckedUrl = "https://example.com/";

/// `tls-to-proxy`: the words of the command line.
[[nodiscard]] std::string_view name_of(CheckStage stage);

/// A check of the way to `url` under these settings, saved or not. Asks the OS for its proxy where that decides.
/// kInvalidValue: no URL of http or https.
[[nodiscard]] Result<CheckRequest> check_request(std::string_view url, const ProxySettings& settings,
                                                 SystemProxy& system_proxy, const Environment& inherited);

/// Whether the stage that failed is one at the proxy.
[[nodiscard]] bool failed_at_proxy(const CheckReport& report);

}  // namespace sallyport
