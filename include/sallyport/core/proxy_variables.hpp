#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "sallyport/core/environment.hpp"

namespace sallyport {

/// The family that Sallyport owns, in lower case.
[[nodiscard]] std::span<const std::string_view> proxy_variable_names();

/// Whether `name` is of the family that Sallyport owns, compared without case: `http https all no ftp ws wss socks
/// rsync grpc` + `_proxy`, and `npm_config_proxy`, `npm_config_https_proxy`, `npm_config_noproxy`. (Python honours
/// `Http_Proxy`.)
[[nodiscard]] bool is_proxy_variable(std::string_view name);

/// Whether `name` is the one of these that lists hosts: `no_proxy` or `npm_config_noproxy`.
[[nodiscard]] bool is_bypass_variable(std::string_view name);

/// The value in force of `http`, `https`, `all` or `no` + `_proxy`: the lower-case spelling when it is not empty, else
/// the upper-case one; empty counts as unset.
[[nodiscard]] std::optional<std::string> proxy_variable(const Environment& environment,
                                                        std::string_view lower_case_name);

/// Whether the environment names a proxy: a non-empty http_proxy or https_proxy.
[[nodiscard]] bool names_proxy(const Environment& environment);

}  // namespace sallyport
