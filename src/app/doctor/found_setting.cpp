#include "app/doctor/found_setting.hpp"

#include <algorithm>
#include <utility>

namespace sallyport {

std::string lower_case(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

bool concerns_proxy(std::string_view name) { return lower_case(name).find("proxy") != std::string::npos; }

void locate(FoundSetting& setting, std::string_view text, std::size_t begin, std::size_t end) {
  const std::string_view raw = text.substr(begin, end - begin);
  const bool quoted = raw.size() >= 2 && (raw.front() == '"' || raw.front() == '\'') && raw.back() == raw.front();
  setting.begin = begin + (quoted ? 1 : 0);
  setting.end = end - (quoted ? 1 : 0);
  setting.plain = text.substr(setting.begin, setting.end - setting.begin) == setting.value.reveal();
}

void add(FoundSettings& found, FoundSetting setting) {
  if (found.size() < kMostFound) found.push_back(std::move(setting));
}

bool next_line(std::string_view text, std::size_t& next, TextLine& line) {
  if (next >= text.size()) return false;
  line.number = next == 0 ? 1 : line.number + 1;
  line.begin = next;
  const auto newline = std::min(text.find('\n', next), text.size());
  line.end = newline > next && text[newline - 1] == '\r' && newline < text.size() ? newline - 1 : newline;
  next = newline + 1;
  return true;
}

}  // namespace sallyport
