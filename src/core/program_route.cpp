#include "sallyport/core/program_route.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sallyport/core/request_target.hpp"

namespace sallyport {
namespace {

std::string_view value_of(const LaunchPlan& plan, std::string_view variable) {
  const auto change = std::ranges::find(plan.changes, variable, &EnvironmentChange::name);
  const bool set = change != plan.changes.end() && change->op == EnvironmentChange::Op::kSet;
  return set ? std::string_view(change->value) : std::string_view();
}

/// Of the system property `name` that JAVA_TOOL_OPTIONS sets; the last one counts.
std::string_view java_property(const LaunchPlan& plan, std::string_view name) {
  std::string_view options = value_of(plan, "JAVA_TOOL_OPTIONS");
  const std::string front = fmt::format("-D{}=", name);
  const auto at = options.rfind(front);
  if (at == options.npos) return {};
  options.remove_prefix(at + front.size());
  return options.substr(0, options.find(' '));
}

std::string list_of(const LaunchPlan& plan, NoProxyReader reader) {
  if (reader == NoProxyReader::kJava) return std::string(java_property(plan, "http.nonProxyHosts"));
  if (reader != NoProxyReader::kChromiumFlag) return std::string(value_of(plan, "no_proxy"));
  constexpr std::string_view kFlag = "--proxy-bypass-list=";
  const auto flag = std::ranges::find_if(plan.arguments, [&](const auto& word) { return word.starts_with(kFlag); });
  return flag == plan.arguments.end() ? "" : flag->substr(kFlag.size());
}

bool reads_all_proxy(NoProxyReader reader) {
  return reader == NoProxyReader::kCurl || reader == NoProxyReader::kRequests ||
         reader == NoProxyReader::kProxyFromEnv || reader == NoProxyReader::kChromium;
}

/// The variable whose proxy the program uses; empty: it has none.
std::string_view variable_of(const LaunchPlan& plan, NoProxyReader reader, bool tls) {
  const std::string_view own = tls ? "https_proxy" : "http_proxy";
  if (!value_of(plan, own).empty()) return own;
  // undici sends https through http_proxy where https_proxy is not set.
  if (reader == NoProxyReader::kNode && tls && !value_of(plan, "http_proxy").empty()) return "http_proxy";
  if (reads_all_proxy(reader) && !value_of(plan, "all_proxy").empty()) return "all_proxy";
  return {};
}

bool has_proxy(const LaunchPlan& plan, NoProxyReader reader, bool tls) {
  if (reader == NoProxyReader::kJava) {
    const std::string_view own = tls ? "https.proxyHost" : "http.proxyHost";
    return !java_property(plan, own).empty() || !java_property(plan, "socksProxyHost").empty();
  }
  if (reader != NoProxyReader::kChromiumFlag) return !variable_of(plan, reader, tls).empty();
  return plan.delivery == Delivery::kRelay || (tls ? plan.https_proxy : plan.http_proxy).has_value();
}

std::optional<Endpoint> proxy_of(const LaunchPlan& plan, NoProxyReader reader, bool tls) {
  const bool falls_back = variable_of(plan, reader, tls) == "http_proxy";
  return tls && !falls_back ? plan.https_proxy : plan.http_proxy;
}

}  // namespace

ClientKind planned_kind(NoProxyReader reader) {
  if (reader == NoProxyReader::kJava) return ClientKind::kJava;
  return reader == NoProxyReader::kChromiumFlag ? ClientKind::kChromium : ClientKind::kPlain;
}

Result<ProgramRoute> program_route(NoProxyReader reader, std::string_view url, const LaunchPlan& plan,
                                   const std::optional<std::string>& list) {
  const std::string used = list ? *list : list_of(plan, reader);
  const auto verdict = read_no_proxy(reader, used, url);
  if (!verdict) return tl::unexpected(verdict.error());
  const bool tls = parse_request_target(url)->is_tls();
  const std::string_view name = display_name(reader);
  const std::string_view in_force = to_string(plan.in_force);
  if (!list && !has_proxy(plan, reader, tls)) {
    return ProgramRoute{true, std::nullopt, std::string(in_force),
                        fmt::format("{} is given no proxy for {} requests.", name, tls ? "HTTPS" : "HTTP"), in_force};
  }
  if (verdict->built_in) {
    return ProgramRoute{true, std::nullopt, "loopback",
                        fmt::format("{} never uses a proxy for this host, whatever the list says.", name), "built-in"};
  }
  if (verdict->direct) {
    return ProgramRoute{true, std::nullopt, "bypass:" + verdict->entry,
                        fmt::format("{} finds this host in the entry \"{}\" of its list.", name, verdict->entry),
                        list ? "argument" : in_force};
  }
  return ProgramRoute{false, proxy_of(plan, reader, tls), std::string(in_force),
                      fmt::format("{} finds this host in no entry of its list, \"{}\".", name, used), in_force};
}

}  // namespace sallyport
