#include <algorithm>
#include <string>
#include <utility>

#include "app/doctor/configuration_readers.hpp"
#include "app/doctor/configuration_text.hpp"
#include "sallyport/core/ascii.hpp"
#include "sallyport/core/proxy_url.hpp"

namespace sallyport {
namespace {

constexpr std::size_t kLongestSection = 1000;

/// What stands between the brackets, as the beginning of names: `http` or `http.https://example.com`.
std::string section_name(std::string_view heading) {
  const auto quote = heading.find('"');
  if (quote == std::string_view::npos) return ascii_lower(trimmed(heading));
  std::string name = ascii_lower(trimmed(heading.substr(0, quote)));
  name += '.';
  name += heading.substr(quote + 1, heading.rfind('"') - std::min(quote + 1, heading.rfind('"')));
  return name;
}

/// Where git's value ends: before a comment that is not in quotes.
std::size_t end_of_git_value(std::string_view raw) {
  bool quoted = false;
  for (std::size_t i = 0; i < raw.size(); ++i) {
    if (raw[i] == '\\') {
      ++i;
    } else if (raw[i] == '"') {
      quoted = !quoted;
    } else if (!quoted && (raw[i] == '#' || raw[i] == ';')) {
      return i;
    }
  }
  return raw.size();
}

/// Quotes and backslashes taken away, as git does.
std::string git_value(std::string_view raw) {
  std::string value;
  value.reserve(raw.size());
  for (std::size_t i = 0; i < raw.size(); ++i) {
    if (raw[i] == '"') continue;
    if (raw[i] == '\\' && i + 1 < raw.size()) ++i;
    value += raw[i];
  }
  return value;
}

struct IniSetting {
  std::string_view section;
  std::string key;       ///< in lower case
  std::string_view raw;  ///< the value, with its quotes
  TextLine line;
  bool alone = true;
};

/// As long as `take` gives true.
template <typename Take>
void for_each_setting(std::string_view text, IniDialect dialect, Take take) {
  std::string section;
  TextLine line;
  bool continues = false;
  for (std::size_t next = 0; next_line(text, next, line);) {
    std::string_view rest = text.substr(line.begin, line.end - line.begin);
    const bool is_continuation = std::exchange(continues, dialect == IniDialect::kGit && rest.ends_with('\\'));
    if (is_continuation) continue;
    rest = trimmed(rest);
    bool alone = !continues;
    if (rest.starts_with('[')) {
      const auto close = rest.rfind(']', end_of_git_value(rest));
      if (close == std::string_view::npos) continue;
      section = section_name(rest.substr(1, std::min(close - 1, kLongestSection)));
      rest = trimmed(rest.substr(close + 1));
      alone = false;
    }
    if (rest.empty() || rest.front() == '#' || rest.front() == ';') continue;
    // Python's may also be `key: value`.
    const auto separator = dialect == IniDialect::kPip ? rest.find_first_of("=:") : rest.find('=');
    if (separator == std::string_view::npos) continue;
    std::string_view raw = rest.substr(separator + 1);
    if (dialect == IniDialect::kGit) raw = raw.substr(0, end_of_git_value(raw));
    if (dialect == IniDialect::kNpm) raw = without_comment(raw, "#;");
    if (!take(IniSetting{section, ascii_lower(trimmed(rest.substr(0, separator))), trimmed(raw), line, alone})) return;
  }
}

bool names_proxy(std::string_view url, const Endpoint& proxy) {
  const auto named = parse_proxy_url(url);
  return named && named->endpoint == proxy && !named->names_path;
}

}  // namespace

FoundSettings read_ini_file(std::string_view text, IniDialect dialect) {
  FoundSettings found;
  for_each_setting(text, dialect, [&](const IniSetting& each) {
    if (!concerns_proxy(each.key)) return true;
    FoundSetting setting;
    setting.name = each.section.empty() ? each.key : std::string(each.section) + "." + each.key;
    if (dialect == IniDialect::kGit) {
      std::string value = git_value(each.raw);
      setting.value = Secret(value);
      wipe_memory(value.data(), value.size());
    } else {
      setting.value = Secret(dialect == IniDialect::kNpm ? unquoted(each.raw) : each.raw);
    }
    setting.line = each.line.number;
    setting.known = dialect != IniDialect::kNpm || each.raw.find("${") == std::string_view::npos;
    setting.alone = each.alone;
    const auto begin = each.raw.empty() ? each.line.end : static_cast<std::size_t>(each.raw.data() - text.data());
    locate(setting, text, begin, begin + each.raw.size());
    add(found, std::move(setting));
    return found.size() < kMostFound;
  });
  return found;
}

bool git_asks_sallyport(std::string_view text, const Endpoint& proxy) {
  constexpr std::string_view kSection = "credential";
  bool asks = false;
  for_each_setting(text, IniDialect::kGit, [&](const IniSetting& each) {
    if (each.key != "helper" || !each.section.starts_with(kSection)) return true;
    const std::string_view url = each.section.substr(kSection.size());
    if (!url.empty() && !(url.starts_with('.') && names_proxy(url.substr(1), proxy))) return true;
    // An empty one takes those before it back.
    const bool is_ours =
        each.raw.find("sallyport") != each.raw.npos && each.raw.find("git-credential") != each.raw.npos;
    asks = !each.raw.empty() && (asks || is_ours);
    return true;
  });
  return asks;
}

}  // namespace sallyport
