#include "relay/check_verdict.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <optional>

#include "relay/authentication_challenge.hpp"
#include "sallyport/core/text.hpp"

namespace sallyport::relay {
namespace {

using boost::beast::http::field;

constexpr std::size_t kShown = 60;
/// Certificates are judged by the clock; so is a Digest proxy's nonce.
constexpr std::chrono::minutes kClockTolerance{5};

/// Some text of another end, fit to be shown.
std::string shown(std::string_view text) {
  std::string result;
  for (const char c : text.substr(0, kShown)) {
    if (c == '\r' || c == '\n') break;
    result += c >= 0x20 && c < 0x7f ? c : '?';
  }
  return result;
}

std::string status_of(const ResponseParser& response) {
  const std::string reason = shown(response.reason());
  return reason.empty() ? std::to_string(response.status()) : fmt::format("{} {}", response.status(), reason);
}

std::string_view value_of(const ResponseParser& response, field wanted) {
  for (const Field& each : response.fields()) {
    if (each.known == wanted) return each.value;
  }
  return {};
}

bool has_field(const ResponseParser& response, std::string_view name) {
  return std::any_of(response.fields().begin(), response.fields().end(),
                     [&](const Field& each) { return boost::beast::iequals(each.name, name); });
}

bool is_redirection(unsigned status) { return status / 100 == 3 && status != 304; }

/// Whether one is the other, or a domain above it.
bool are_related(const Host& a, const Host& b) {
  if (a.is_address() || b.is_address()) return a.to_string() == b.to_string();
  const auto without_www = [](const std::string& name) { return name.starts_with("www.") ? name.substr(4) : name; };
  const std::string first = without_www(a.name());
  const std::string second = without_www(b.name());
  return first == second || first.ends_with("." + second) || second.ends_with("." + first);
}

std::optional<Host> redirection_of(const ResponseParser& response) {
  if (!is_redirection(response.status())) return std::nullopt;
  const std::string_view location = value_of(response, field::location);
  if (location.find("://") == std::string_view::npos) return std::nullopt;
  const auto target = parse_request_target(location);
  if (!target) return std::nullopt;
  return target->host;
}

/// IMF-fixdate (RFC 9110 §5.6.7), the only form that may be sent.
std::optional<std::chrono::sys_seconds> parse_date(std::string_view text) {
  constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  if (text.size() != 29 || !text.ends_with(" GMT")) return std::nullopt;
  const auto number = [&](std::size_t at, std::size_t size) {
    int value = 0;
    for (const char c : text.substr(at, size)) value = c >= '0' && c <= '9' && value >= 0 ? value * 10 + (c - '0') : -1;
    return value;
  };
  const auto* const month = std::find(kMonths.begin(), kMonths.end(), text.substr(8, 3));
  const int day = number(5, 2);
  const int year = number(12, 4);
  const int hour = number(17, 2);
  const int minute = number(20, 2);
  const int second = number(23, 2);
  if (month == kMonths.end() || std::min({day, year, hour, minute, second}) < 0) return std::nullopt;
  const std::chrono::year_month_day date(std::chrono::year(year),
                                         std::chrono::month(static_cast<unsigned>(month - kMonths.begin() + 1)),
                                         std::chrono::day(static_cast<unsigned>(day)));
  if (!date.ok()) return std::nullopt;
  return std::chrono::sys_days(date) + std::chrono::hours(hour) + std::chrono::minutes(minute) +
         std::chrono::seconds(second);
}

/// What to do about a clock that differs; empty when it does not.
std::string clock_advice(const ResponseParser& response, std::chrono::sys_seconds now) {
  const auto date = parse_date(value_of(response, field::date));
  if (!date || std::chrono::abs(now - *date) <= kClockTolerance) return "";
  return fmt::format("This computer's clock is {} minutes {} the site's. Set it: certificates are judged by it.",
                     std::chrono::duration_cast<std::chrono::minutes>(std::chrono::abs(now - *date)).count(),
                     now > *date ? "ahead of" : "behind");
}

/// Refusals that proxies sign as theirs: squid, and tinyproxy.
bool says_proxy_refused(const ResponseParser& response) {
  return has_field(response, "X-Squid-Error") || value_of(response, field::server).starts_with("tinyproxy");
}

}  // namespace

std::pair<std::string, std::string> split_message(std::string_view message) {
  const std::size_t end = message.find(". ");
  if (end == std::string_view::npos) return {std::string(message), ""};
  return {std::string(message.substr(0, end + 1)), std::string(message.substr(end + 2))};
}

std::string request_head(const ProxyRequest& asked, std::string_view line_target, std::string_view authorization) {
  return fmt::format(
      "GET {} HTTP/1.1\r\nHost: {}\r\nUser-Agent: sallyport\r\nAccept: */*\r\n{}{}{}Connection: close\r\n\r\n",
      line_target, asked.authority, authorization.empty() ? "" : "Proxy-Authorization: ", authorization,
      authorization.empty() ? "" : "\r\n");
}

std::string offered_schemes(std::span<const std::string> challenges) {
  std::vector<std::string> names;
  for (const auto& challenge : parse_challenges(challenges)) {
    std::string name = challenge.scheme == "ntlm" ? "NTLM" : shown(challenge.scheme);
    if (!name.empty() && name.front() >= 'a' && name.front() <= 'z') {
      name.front() = static_cast<char>(name.front() - 'a' + 'A');
    }
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(std::move(name));
  }
  return fmt::format("{}", fmt::join(names, ", "));
}

CheckVerdict judge_odd_answer(std::string_view answer, const Endpoint& proxy) {
  const std::string first = shown(answer);
  std::string what = fmt::format("\"{}\" does not answer as an HTTP proxy does", proxy.host_and_port());
  if (answer.starts_with("SSH-")) return {false, what + ": it is an SSH server.", std::string(kNoProxyAdvice)};
  if (answer.starts_with('\x15') || answer.starts_with('\x16')) {
    return {false, what + ": it speaks TLS.", "Choose the type \"HTTPS\" of the proxy, or check its port."};
  }
  if (answer.starts_with('\x05')) {
    return {false, what + ": it speaks SOCKS5.", "Choose the type \"SOCKS5\" of the proxy, or check its port."};
  }
  return {false, first.empty() ? what + "." : fmt::format("{}, but with \"{}\".", what, first),
          std::string(kNoProxyAdvice)};
}

CheckVerdict judge_tunnel(const ResponseParser& response, const ProxyRequest& asked, const Endpoint& proxy) {
  const unsigned status = response.status();
  if (status / 100 == 2) return {true, fmt::format("The proxy opened a connection to {}.", asked.authority), ""};
  std::string what = fmt::format("The proxy answered {} to a connection to {}.", status_of(response), asked.authority);
  if (status == 403) {
    return {false, fmt::format("The proxy forbids connections to {} ({}).", asked.authority, status_of(response)),
            "Ask its administrator to allow the host, or put it on the bypass list if it can be reached without the "
            "proxy."};
  }
  if (is_redirection(status) || status == 511) {
    return {false, std::move(what), "A page wants you first: open a browser behind this proxy, and sign in there."};
  }
  if (status == 502 || status == 503 || status == 504) {
    return {false, fmt::format("The proxy could not reach {} ({}).", asked.authority, status_of(response)),
            "Check the host's name and port; else ask the proxy's administrator, or try again later."};
  }
  return {false, std::move(what),
          fmt::format("It may not allow CONNECT, or not to this port; or \"{}\" is a web server and no proxy.",
                      proxy.host_and_port())};
}

CheckVerdict judge_certificate(const TlsCertificate& certificate, bool through_proxy) {
  if (certificate.known_to_system) {
    return {true,
            fmt::format("The site's certificate is trusted: issued by \"{}\", valid until {}.", certificate.issuer,
                        certificate.expires),
            ""};
  }
  return {true,
          fmt::format("{} The site's certificate is issued by \"{}\", which only the CA file of the settings knows.",
                      through_proxy ? "The proxy opens TLS and signs it anew." : "The site has a private authority.",
                      certificate.issuer),
          "Apps that do not take their authorities from the system need the CA file as well."};
}

CheckVerdict judge_response(const ResponseParser& response, const RequestTarget& target, const Endpoint* forwarder,
                            std::chrono::sys_seconds now) {
  const unsigned status = response.status();
  const std::string advice = clock_advice(response, now);
  if (status == 511) {
    return {false, fmt::format("The network answered {} in the site's place.", status_of(response)),
            "Open a browser and sign in to the network; then check again."};
  }
  if (const auto elsewhere = redirection_of(response); elsewhere && !target.is_tls()) {
    if (!are_related(*elsewhere, target.host)) {
      return {
          false,
          fmt::format("The request was sent on to \"{}\" ({}).", shown(elsewhere->to_string()), status_of(response)),
          "When you did not expect that, the network wants a sign-in first: open a browser, and check again."};
    }
  }
  if (forwarder != nullptr && status == 403 && says_proxy_refused(response)) {
    return {false, fmt::format("The proxy forbids \"{}\" ({}).", target.host.to_string(), status_of(response)),
            "Ask its administrator to allow the host, or put it on the bypass list if it can be reached without the "
            "proxy."};
  }
  if (forwarder != nullptr && (status == 502 || status == 503 || status == 504)) {
    return {false, fmt::format("The proxy could not reach \"{}\" ({}).", target.host.to_string(), status_of(response)),
            "Check the host's name and port; else ask the proxy's administrator, or try again later."};
  }
  return {true, fmt::format("The site answered {}.", status_of(response)), advice};
}

}  // namespace sallyport::relay
