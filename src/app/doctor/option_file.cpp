#include <algorithm>
#include <string>
#include <utility>

#include "app/doctor/configuration_readers.hpp"
#include "app/doctor/configuration_text.hpp"
#include "sallyport/core/ascii.hpp"

namespace sallyport {
namespace {

constexpr std::string_view kBlanks = " \t";

/// Where a line says something: past its blanks; npos for an empty one and a comment.
std::size_t begin_of(std::string_view line) {
  const auto begin = line.find_first_not_of(kBlanks);
  return begin != std::string_view::npos && line[begin] == '#' ? std::string_view::npos : begin;
}

std::string long_curl_name(std::string_view name) {
  if (name == "-x") return "proxy";
  if (name == "-U") return "proxy-user";
  return std::string(name.substr(std::min(name.find_first_not_of('-'), name.size())));
}

/// In double quotes `\"`, `\\`, `\t`, `\n`, `\r`, `\v` are escapes; without quotes a blank ends the value.
std::string curl_value(std::string_view rest, std::size_t& length) {
  std::string value;
  value.reserve(rest.size());
  if (!rest.starts_with('"')) {
    length = std::min(rest.find_first_of(kBlanks), rest.size());
    return std::string(rest.substr(0, length));
  }
  std::size_t i = 1;
  for (; i < rest.size() && rest[i] != '"'; ++i) {
    if (rest[i] == '\\' && i + 1 < rest.size()) ++i;
    value += rest[i];
  }
  length = std::min(i + 1, rest.size());
  return value;
}

/// wget takes `HTTPS-Proxy` and `httpsproxy` for `https_proxy`.
std::string wget_name(std::string_view name) {
  const auto bare = [](std::string_view text) {
    std::string letters = ascii_lower(text);
    std::erase_if(letters, [](char c) { return c == '-' || c == '_' || kBlanks.find(c) != std::string_view::npos; });
    return letters;
  };
  std::string letters = bare(name);
  for (const char* known : {"http_proxy", "https_proxy", "proxy_user", "proxy_password", "proxy_passwd"}) {
    if (bare(known) == letters) return known;
  }
  return letters;
}

}  // namespace

FoundSettings read_curl_file(std::string_view text) {
  FoundSettings found;
  TextLine line;
  for (std::size_t next = 0; found.size() < kMostFound && next_line(text, next, line);) {
    const std::string_view whole = text.substr(line.begin, line.end - line.begin);
    const auto begin = begin_of(whole);
    if (begin == std::string_view::npos) continue;
    // A short option may have its value right behind it.
    const bool is_short = whole[begin] == '-' && whole.substr(begin, 2) != "--";
    const auto name_end =
        is_short ? std::min(begin + 2, whole.size()) : std::min(whole.find_first_of(" \t=:", begin), whole.size());
    std::string name = long_curl_name(whole.substr(begin, name_end - begin));
    if (!concerns_proxy(name)) continue;
    const auto value_begin = whole.find_first_not_of(" \t=:", name_end);
    if (value_begin == std::string_view::npos) continue;
    std::size_t length = 0;
    std::string value = curl_value(whole.substr(value_begin), length);
    FoundSetting setting{.name = std::move(name), .value = Secret(value), .line = line.number};
    wipe_memory(value.data(), value.size());
    locate(setting, text, line.begin + value_begin, line.begin + value_begin + length);
    add(found, std::move(setting));
  }
  return found;
}

FoundSettings read_wget_file(std::string_view text) {
  FoundSettings found;
  TextLine line;
  for (std::size_t next = 0; found.size() < kMostFound && next_line(text, next, line);) {
    const std::string_view whole = text.substr(line.begin, line.end - line.begin);
    const auto begin = begin_of(whole);
    const auto separator = whole.find('=');
    if (begin == std::string_view::npos || separator == std::string_view::npos || separator < begin) continue;
    std::string name = wget_name(whole.substr(begin, separator - begin));
    const auto value_begin = whole.find_first_not_of(kBlanks, separator + 1);
    if (!concerns_proxy(name) || value_begin == std::string_view::npos) continue;
    const auto value_end = whole.find_last_not_of(kBlanks) + 1;
    FoundSetting setting{.name = std::move(name),
                         .value = Secret(whole.substr(value_begin, value_end - value_begin)),
                         .line = line.number};
    setting.begin = line.begin + value_begin;
    setting.end = line.begin + value_end;
    add(found, std::move(setting));
  }
  return found;
}

}  // namespace sallyport
