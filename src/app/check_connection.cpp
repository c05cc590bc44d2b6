#include "app/check_connection.hpp"

#include <fmt/format.h>

#include <utility>

#include "sallyport/core/company_authority.hpp"
#include "sallyport/core/launch_plan.hpp"

namespace sallyport {
namespace {

/// Path and query, as they go to the site (RFC 9112 §3.2.1).
std::string path_of(std::string_view url) {
  const auto scheme_end = url.find("://");
  if (scheme_end != std::string_view::npos && scheme_end < url.find_first_of("/?#")) url.remove_prefix(scheme_end + 3);
  const auto begin = url.find_first_of("/?#");
  if (begin == std::string_view::npos) return "/";
  const std::string_view rest = url.substr(begin, url.find('#', begin) - begin);
  return rest.starts_with('/') ? std::string(rest) : fmt::format("/{}", rest);
}

}  // namespace

std::string_view name_of(CheckStage stage) {
  switch (stage) {
    case CheckStage::kSettings:
      return "settings";
    case CheckStage::kDns:
      return "dns";
    case CheckStage::kConnect:
      return "connect";
    case CheckStage::kTlsToProxy:
      return "tls-to-proxy";
    case CheckStage::kProxyAuth:
      return "proxy-auth";
    case CheckStage::kTunnel:
      return "tunnel";
    case CheckStage::kTls:
      return "tls";
    case CheckStage::kHttp:
      break;
  }
  return "http";
}

Result<CheckRequest> check_request(std::string_view url, const ProxySettings& settings, SystemProxy& system_proxy,
                                   const Environment& inherited) {
  auto target = parse_request_target(url);
  if (!target) return tl::unexpected(std::move(target.error()));
  if (target->scheme != "http" && target->scheme != "https") {
    return failure(ErrorCode::kInvalidValue, "Only URLs of http and https can be checked, as https://example.com.");
  }
  CheckRequest request{.rules = {settings, {}, inherited},
                       .target = std::move(*target),
                       .path = path_of(url),
                       .ca_file = settings.ca_file == kSystemAuthorities ? std::string() : settings.ca_file};
  if (request.path.find(' ') != std::string::npos) {
    return failure(ErrorCode::kInvalidValue, "A URL has no spaces: write %20 in their place.");
  }
  if (source_in_force(settings, inherited, false) == InForce::kSystem) {
    auto system = system_proxy.configuration();
    if (!system) return tl::unexpected(std::move(system.error()));
    request.rules.system = std::move(*system);
  }
  return request;
}

bool failed_at_proxy(const CheckReport& report) {
  if (report.ok() || !report.proxy || report.stages.empty()) return false;
  switch (report.stages.back().stage) {
    case CheckStage::kDns:
    case CheckStage::kConnect:
    case CheckStage::kTlsToProxy:
    case CheckStage::kProxyAuth:
    case CheckStage::kTunnel:
      return true;
    case CheckStage::kSettings:
    case CheckStage::kTls:
    case CheckStage::kHttp:
      break;
  }
  return false;
}

}  // namespace sallyport
