#include <string>

#include "app/doctor/configuration_readers.hpp"
#include "app/doctor/configuration_text.hpp"
#include "app/doctor/shell_text.hpp"

namespace sallyport {
namespace {

constexpr std::string_view kBlanks = " \t";

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
    FoundSetting setting{.name = std::string(name), .value = Secret(unquoted(raw)), .line = line.number};
    setting.known = raw.find_first_of("$\\") == std::string_view::npos;
    setting.alone = !continues;
    locate(setting, text, line.begin + value_begin, line.begin + value_begin + raw.size());
    for (FoundSetting& earlier : found) {
      if (earlier.name == name) earlier.in_force = false;
    }
    add(found, std::move(setting));
  }
  return found;
}

}  // namespace sallyport
