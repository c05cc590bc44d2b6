#include "sallyport/core/proxy_variables.hpp"

#include <algorithm>
#include <array>

#include "sallyport/core/ascii.hpp"

namespace sallyport {

namespace {

constexpr std::array<std::string_view, 13> kFamily = {
    "http_proxy",        "https_proxy", "all_proxy",   "no_proxy",   "ftp_proxy",        "ws_proxy",
    "wss_proxy",         "socks_proxy", "rsync_proxy", "grpc_proxy", "npm_config_proxy", "npm_config_https_proxy",
    "npm_config_noproxy"};

}  // namespace

std::span<const std::string_view> proxy_variable_names() { return kFamily; }

bool is_proxy_variable(std::string_view name) {
  return std::find(kFamily.begin(), kFamily.end(), ascii_lower(name)) != kFamily.end();
}

bool is_bypass_variable(std::string_view name) {
  const std::string lower = ascii_lower(name);
  return lower == "no_proxy" || lower == "npm_config_noproxy";
}

std::optional<std::string> proxy_variable(const Environment& environment, std::string_view lower_case_name) {
  for (const std::string& name : {std::string(lower_case_name), ascii_upper(lower_case_name)}) {
    if (const std::string* value = environment.find(name); value != nullptr && !value->empty()) return *value;
  }
  return std::nullopt;
}

bool names_proxy(const Environment& environment) {
  return proxy_variable(environment, "http_proxy") || proxy_variable(environment, "https_proxy");
}

}  // namespace sallyport
