#include <algorithm>
#include <string>

#include "app/doctor/configuration_readers.hpp"
#include "app/doctor/configuration_text.hpp"
#include "app/doctor/shell_text.hpp"

namespace sallyport {
namespace {

constexpr std::string_view kBlanks = " \t";

/// The text of `${NAME:-TEXT}`, where that is the whole value and nothing before sets NAME; else the value.
std::string_view without_default(std::string_view value, const FoundSettings& found) {
  if (!value.starts_with("${") || !value.ends_with('}')) return value;
  const std::string_view name = name_at(value.substr(2));
  const bool is_set =
      std::any_of(found.begin(), found.end(), [&](const FoundSetting& each) { return each.name == name; });
  const std::string_view rest = value.substr(2 + name.size());
  return is_set || name.empty() || !rest.starts_with(":-") ? value : rest.substr(2, rest.size() - 3);
}

}  // namespace

FoundSettings read_environment_file(std::string_view text) {
  FoundSettings found;
  TextLine line;
  bool continues = false;
  for (std::size_t next = 0; found.size() < kMostFound && next_line(text, next, line);) {
    const bool is_continuation = continues;
    const std::string_view whole = text.substr(line.begin, line.end - line.begin);
    continues = whole.ends_with('\\');
    if (is_continuation) continue;
    auto begin = whole.find_first_not_of(kBlanks);
    if (begin == std::string_view::npos) continue;
    constexpr std::string_view kExport = "export ";
    if (whole.substr(begin).starts_with(kExport)) {
      begin = whole.find_first_not_of(kBlanks, begin + kExport.size());
      if (begin == std::string_view::npos) continue;
    }
    const std::string_view name = assigned_name(whole.substr(begin));
    if (name.empty() || !concerns_proxy(name)) continue;
    const auto value_begin = begin + name.size() + 1;
    // A URL has no blanks, but its password may have a `#`.
    std::string_view raw = without_comment(whole.substr(value_begin), "#");
    raw = raw.substr(0, raw.find_last_not_of(kBlanks) + 1);
    const std::string_view value = without_default(unquoted(raw), found);
    FoundSetting setting{.name = std::string(name), .value = Secret(value), .line = line.number};
    setting.known = value.find_first_of("$\\") == std::string_view::npos;
    setting.alone = !continues;
    const auto place = static_cast<std::size_t>(value.data() - text.data());
    locate(setting, text, place, place + value.size());
    for (FoundSetting& earlier : found) {
      if (earlier.name == name) earlier.in_force = false;
    }
    add(found, std::move(setting));
  }
  return found;
}

}  // namespace sallyport
