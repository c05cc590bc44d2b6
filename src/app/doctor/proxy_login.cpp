#include "app/doctor/proxy_login.hpp"

#include <algorithm>
#include <array>

#include "app/doctor/configuration_text.hpp"
#include "sallyport/core/ascii.hpp"

namespace sallyport {
namespace {

constexpr std::string_view kMask = "***";

/// What examples have for a password.
bool stands_in(std::string_view password) {
  static constexpr std::array<std::string_view, 6> kExamples = {"***",    "pass",       "password",
                                                                "passwd", "<password>", "xxx"};
  return std::find(kExamples.begin(), kExamples.end(), ascii_lower(password)) != kExamples.end();
}

/// Of a user, a password or a header, which may have the form of a URL by chance.
bool names_part(std::string_view name) {
  const std::string lower = ascii_lower(name);
  static constexpr std::array<std::string_view, 4> kParts = {"user", "passw", "authorization", "header"};
  return std::any_of(kParts.begin(), kParts.end(),
                     [&](std::string_view part) { return lower.find(part) != std::string::npos; });
}

}  // namespace

std::optional<ProxyUrl> proxy_login(const FoundSetting& setting) {
  if (names_part(setting.name)) return std::nullopt;
  const std::string_view value = setting.value.reveal();
  if (value.find('@') == std::string_view::npos || value.find('\n') != std::string_view::npos) return std::nullopt;
  auto url = parse_proxy_url(value);
  if (!url || !url->credential || url->credential->username.empty() || url->credential->password.empty()) {
    return std::nullopt;
  }
  if (stands_in(url->credential->password.reveal())) return std::nullopt;
  return *std::move(url);
}

UserinfoSpan userinfo_span(std::string_view url) {
  const auto at = url.rfind('@');
  if (at == std::string_view::npos) return {};
  const auto scheme_end = url.find("://");
  return {scheme_end < at ? scheme_end + 3 : 0, at + 1};
}

std::string masked_value(std::string_view value) {
  const auto [begin, end] = userinfo_span(value);
  if (end == 0) return std::string(value);
  const std::string_view userinfo = value.substr(begin, end - 1 - begin);
  const auto colon = userinfo.find(':');
  if (colon == std::string_view::npos) return std::string(value);
  std::string masked(value.substr(0, begin + colon + 1));
  return masked.append(kMask).append(value.substr(end - 1));
}

std::string masked_line(std::string_view line) {
  constexpr std::string_view kEnds = " \t\"'`";
  std::string masked;
  while (!line.empty()) {
    const auto begin = std::min(line.find_first_not_of(kEnds), line.size());
    masked += line.substr(0, begin);
    line.remove_prefix(begin);
    const auto end = std::min(line.find_first_of(kEnds), line.size());
    const std::string_view word = line.substr(0, end);
    // `name=user:password@host` has its user behind the `=`.
    const auto equals = word.find('=');
    const bool names = equals != std::string_view::npos && equals < word.find_first_of(":@");
    masked += word.substr(0, names ? equals + 1 : 0);
    masked += masked_value(word.substr(names ? equals + 1 : 0));
    line.remove_prefix(end);
  }
  return masked;
}

}  // namespace sallyport
