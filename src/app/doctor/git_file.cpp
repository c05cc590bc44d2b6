#include <algorithm>
#include <string>
#include <utility>

#include "app/doctor/configuration_readers.hpp"
#include "app/doctor/configuration_text.hpp"
#include "app/doctor/section_setting.hpp"
#include "sallyport/core/ascii.hpp"
#include "sallyport/core/proxy_url.hpp"

namespace sallyport {
namespace {

/// What stands between the brackets, as the beginning of names: `http` or `http.https://example.com`.
std::string section_name(std::string_view heading) {
  const auto quote = heading.find('"');
  if (quote == std::string_view::npos) return ascii_lower(trimmed_line(heading));
  std::string name = ascii_lower(trimmed_line(heading.substr(0, quote)));
  name += '.';
  name += heading.substr(quote + 1, heading.rfind('"') - std::min(quote + 1, heading.rfind('"')));
  return name;
}

/// Past a backslash and what it takes with it: a line end is one.
std::size_t past_escape(std::string_view text, std::size_t backslash) {
  return std::min(backslash + (text.substr(backslash + 1).starts_with("\r\n") ? 3 : 2), text.size());
}

/// Where a value ends: before a line end that has no backslash before it, or a comment that is not in quotes.
std::size_t end_of_value(std::string_view text, std::size_t begin) {
  bool quoted = false;
  std::size_t i = begin;
  while (i < text.size() && text[i] != '\n' && (quoted || (text[i] != '#' && text[i] != ';'))) {
    if (text[i] == '"') quoted = !quoted;
    i = text[i] == '\\' ? past_escape(text, i) : i + 1;
  }
  return i;
}

char escaped(char c) {
  switch (c) {
    case 'n':
      return '\n';
    case 't':
      return '\t';
    case 'b':
      return '\b';
    default:
      return c;
  }
}

/// Without quotes, backslashes and the blanks that do not count.
Secret value_of(std::string_view raw) {
  std::string value;
  value.reserve(raw.size());
  std::size_t size = 0;  // up to the last that counts
  bool quoted = false;
  for (std::size_t i = 0; i < raw.size(); ++i) {
    if (raw[i] == '"') {
      quoted = !quoted;
      continue;
    }
    const bool is_blank = !quoted && (raw[i] == ' ' || raw[i] == '\t');
    if (raw[i] == '\\' && i + 1 < raw.size()) {
      i = past_escape(raw, i) - 1;
      if (raw[i] == '\n') continue;
      value += escaped(raw[i]);
    } else if (!is_blank || size != 0) {
      value += raw[i];
    }
    if (!is_blank) size = value.size();
  }
  Secret secret(std::string_view(value).substr(0, size));
  wipe_memory(value.data(), value.size());
  return secret;
}

/// As long as `take` gives true.
template <typename Take>
void for_each_setting(std::string_view text, Take take) {
  std::string section;
  TextLine line;
  for (std::size_t next = 0; next_line(text, next, line);) {
    std::string_view rest = trimmed_line(text.substr(line.begin, line.end - line.begin));
    bool alone = true;
    if (rest.starts_with('[')) {
      const auto close = rest.rfind(']', end_of_value(rest, 0));
      if (close == std::string_view::npos) continue;
      section = section_name(rest.substr(1, std::min(close - 1, kLongestSection)));
      rest = trimmed_line(rest.substr(close + 1));
      alone = false;
    }
    if (rest.empty() || rest.front() == '#' || rest.front() == ';') continue;
    const auto separator = rest.find('=');
    if (separator == std::string_view::npos) continue;
    const auto begin = static_cast<std::size_t>(rest.data() - text.data()) + separator + 1;
    const auto end = end_of_value(text, begin);
    const std::string_view raw = trimmed_line(text.substr(begin, end - begin));
    const SectionSetting setting{section, ascii_lower(trimmed_line(rest.substr(0, separator))),
                                 raw.empty() ? text.substr(line.end, 0) : raw, line.number,
                                 alone && raw.find('\n') == std::string_view::npos};
    if (!take(setting)) return;
    while (next < end && next_line(text, next, line)) {
    }
  }
}

bool names_proxy(std::string_view url, const Endpoint& proxy) {
  const auto named = parse_proxy_url(url);
  return named && named->endpoint == proxy && !named->names_path;
}

}  // namespace

FoundSettings read_git_file(std::string_view text) {
  FoundSettings found;
  for_each_setting(text, [&](const SectionSetting& each) {
    if (concerns_proxy(each.key)) add(found, each.found(text, value_of(each.raw)));
    return found.size() < kMostFound;
  });
  return found;
}

std::vector<std::string> files_git_includes(std::string_view text) {
  std::vector<std::string> files;
  for_each_setting(text, [&](const SectionSetting& each) {
    const bool includes = each.section == "include" || each.section.starts_with("includeif.");
    if (includes && each.key == "path" && !each.raw.empty()) files.emplace_back(value_of(each.raw).reveal());
    return files.size() < kMostFound;
  });
  return files;
}

bool git_asks_sallyport(std::string_view text, const Endpoint& proxy) {
  constexpr std::string_view kSection = "credential";
  bool asks = false;
  for_each_setting(text, [&](const SectionSetting& each) {
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
