#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sallyport/core/bypass_list.hpp"
#include "sallyport/core/endpoint.hpp"

namespace sallyport {

/// Stands for the relay's port in a plan until it is known.
inline constexpr std::string_view kRelayPortWord = "PORT";

/// What a client sends its requests to; empty: nothing.
struct ClientProxies {
  std::optional<Endpoint> http;
  std::optional<Endpoint> https;
  BypassList bypass;
};

/// The relay on a port that is not known yet: 0, which reads `PORT`.
[[nodiscard]] Endpoint relay_endpoint();

/// `--proxy-server` and `--proxy-bypass-list`, or `--no-proxy-server`, for Chromium and Electron. `loopback`: writes
/// out that loopback is reached directly, which is implicit.
[[nodiscard]] std::vector<std::string> chromium_flags(const ClientProxies& proxies, bool loopback);

/// System properties for JAVA_TOOL_OPTIONS, `-Dhttp.proxyHost=…`. `overrides`: other properties stand before these, so
/// that a proxy that is not wanted is written out as empty. Empty when there is nothing to say.
[[nodiscard]] std::string java_options(const ClientProxies& proxies, bool overrides,
                                       std::vector<std::string>& warnings);

}  // namespace sallyport
