#include <algorithm>
#include <string>

#include "app/doctor/configuration_readers.hpp"
#include "app/doctor/configuration_text.hpp"
#include "app/doctor/section_setting.hpp"
#include "sallyport/core/ascii.hpp"

namespace sallyport {
namespace {

/// Where a line says something: past its blanks; npos for an empty one and a comment.
std::size_t indent_of(std::string_view line) {
  const auto begin = line.find_first_not_of(" \t");
  return begin == std::string_view::npos || line[begin] == '#' || line[begin] == ';' ? std::string_view::npos : begin;
}

/// Python's configparser takes the lines that are indented further than `indent` for the rest of a value, past empty
/// ones and comments.
void read_continuation(std::string_view text, std::size_t indent, std::size_t& next, TextLine& line,
                       SectionSetting& setting) {
  TextLine ahead = line;
  for (std::size_t after = next; next_line(text, after, ahead);) {
    const std::string_view whole = text.substr(ahead.begin, ahead.end - ahead.begin);
    const auto begin = indent_of(whole);
    if (begin == std::string_view::npos) continue;
    if (begin <= indent) return;
    const std::string_view part = trimmed_line(whole);
    if (setting.raw.empty()) {
      setting.raw = part;
      setting.line = ahead.number;
    } else {
      const auto from = static_cast<std::size_t>(setting.raw.data() - text.data());
      setting.raw = text.substr(from, ahead.begin + begin + part.size() - from);
    }
    setting.alone = false;
    next = after;
    line = ahead;
  }
}

/// As long as `take` gives true.
template <typename Take>
void for_each_setting(std::string_view text, IniDialect dialect, Take take) {
  std::string section;
  TextLine line;
  for (std::size_t next = 0; next_line(text, next, line);) {
    const std::string_view whole = text.substr(line.begin, line.end - line.begin);
    const auto indent = indent_of(whole);
    if (indent == std::string_view::npos) continue;
    std::string_view rest = trimmed_line(whole);
    bool alone = true;
    if (rest.starts_with('[')) {
      const auto close = rest.rfind(']');
      if (close == std::string_view::npos) continue;
      section = ascii_lower(trimmed_line(rest.substr(1, std::min(close - 1, kLongestSection))));
      rest = trimmed_line(rest.substr(close + 1));
      alone = false;
    }
    // Python's may also be `key: value`.
    const auto separator = dialect == IniDialect::kPip ? rest.find_first_of("=:") : rest.find('=');
    if (separator == std::string_view::npos) continue;
    std::string_view raw = rest.substr(separator + 1);
    if (dialect == IniDialect::kNpm) raw = without_comment(raw, "#;");
    raw = trimmed_line(raw);
    if (raw.empty()) raw = text.substr(line.end, 0);
    SectionSetting setting{section, ascii_lower(trimmed_line(rest.substr(0, separator))), raw, line.number, alone};
    if (dialect == IniDialect::kPip) read_continuation(text, indent, next, line, setting);
    if (!take(setting)) return;
  }
}

/// The lines of a value, without what they are indented by and the comments between them.
Secret joined(std::string_view raw) {
  if (raw.find('\n') == std::string_view::npos) return Secret(raw);
  std::string value;
  value.reserve(raw.size());
  TextLine line;
  for (std::size_t next = 0; next_line(raw, next, line);) {
    const std::string_view part = trimmed_line(raw.substr(line.begin, line.end - line.begin));
    if (line.begin != 0 && (part.starts_with('#') || part.starts_with(';'))) continue;
    if (line.begin != 0) value += '\n';
    value += part;
  }
  Secret secret(value);
  wipe_memory(value.data(), value.size());
  return secret;
}

}  // namespace

FoundSettings read_ini_file(std::string_view text, IniDialect dialect) {
  FoundSettings found;
  for_each_setting(text, dialect, [&](const SectionSetting& each) {
    if (!concerns_proxy(each.key)) return true;
    const bool is_npm = dialect == IniDialect::kNpm;
    FoundSetting setting = each.found(text, is_npm ? Secret(unquoted(each.raw)) : joined(each.raw));
    setting.known = !is_npm || each.raw.find("${") == std::string_view::npos;
    add(found, std::move(setting));
    return found.size() < kMostFound;
  });
  return found;
}

}  // namespace sallyport
