#include "app/doctor/configuration_text.hpp"

#include <algorithm>
#include <string>

#include "sallyport/core/ascii.hpp"

namespace sallyport {

bool concerns_proxy(std::string_view name) { return ascii_lower(name).find("proxy") != std::string::npos; }

std::string_view trimmed_line(std::string_view text) { return trimmed(text, " \t\r"); }

std::string_view unquoted(std::string_view raw) {
  const bool quoted = raw.size() >= 2 && (raw.front() == '"' || raw.front() == '\'') && raw.back() == raw.front();
  return quoted ? raw.substr(1, raw.size() - 2) : raw;
}

std::string_view without_comment(std::string_view raw, std::string_view signs) {
  for (auto sign = raw.find_first_of(signs); sign != std::string_view::npos;
       sign = raw.find_first_of(signs, sign + 1)) {
    if (sign == 0 || raw[sign - 1] == ' ' || raw[sign - 1] == '\t') return raw.substr(0, sign);
  }
  return raw;
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
