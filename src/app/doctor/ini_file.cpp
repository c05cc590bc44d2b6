#include <algorithm>
#include <string>
#include <utility>

#include "app/doctor/configuration_readers.hpp"
#include "app/doctor/configuration_text.hpp"
#include "sallyport/core/ascii.hpp"

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

}  // namespace

FoundSettings read_ini_file(std::string_view text, IniDialect dialect) {
  FoundSettings found;
  std::string section;
  TextLine line;
  bool continues = false;
  for (std::size_t next = 0; found.size() < kMostFound && next_line(text, next, line);) {
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
    const std::string key = ascii_lower(trimmed(rest.substr(0, separator)));
    if (!concerns_proxy(key)) continue;
    std::string_view raw = rest.substr(separator + 1);
    if (dialect == IniDialect::kGit) raw = raw.substr(0, end_of_git_value(raw));
    raw = trimmed(raw);
    FoundSetting setting;
    setting.name = section.empty() ? key : section + "." + key;
    if (dialect == IniDialect::kGit) {
      std::string value = git_value(raw);
      setting.value = Secret(value);
      wipe_memory(value.data(), value.size());
    } else {
      setting.value = Secret(dialect == IniDialect::kNpm ? unquoted(raw) : raw);
    }
    setting.line = line.number;
    setting.known = dialect != IniDialect::kNpm || raw.find("${") == std::string_view::npos;
    setting.alone = alone;
    const auto begin = raw.empty() ? line.end : static_cast<std::size_t>(raw.data() - text.data());
    locate(setting, text, begin, begin + raw.size());
    add(found, std::move(setting));
  }
  return found;
}

}  // namespace sallyport
