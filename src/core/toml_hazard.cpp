#include "core/toml_hazard.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace sallyport {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::string_view kLines = R"(""")";

bool is_ascii(char c) { return static_cast<unsigned char>(c) < 0x80; }

/// Behind anything else toml++ takes a quote for a part of a word.
bool may_begin_string(std::string_view toml, std::size_t at) {
  return at == 0 || std::string_view(" \t\r\n=[{,.").find(toml[at - 1]) != std::string_view::npos;
}

/// The first byte in a string of several lines that is none of ASCII and stands behind a backslash, white space passed
/// over.
std::optional<std::size_t> find_behind_backslash(std::string_view text) {
  if (!text.starts_with(kLines)) return std::nullopt;
  for (auto at = text.find('\\'); at < text.size(); at = text.find('\\', at)) {
    const std::size_t next = text.find_first_not_of(" \t\r\n", at + 1);
    if (next >= text.size()) break;
    if (!is_ascii(text[next])) return next;
    // A backslash that is escaped escapes nothing.
    at = next + (next == at + 1 ? 1 : 0);
  }
  return std::nullopt;
}

/// Behind the string that begins at `start`. One that does not end, which no parser takes, goes to the end of its line
/// or of the text.
std::size_t end_of_string(std::string_view toml, std::size_t start) {
  const char quote = toml[start];
  const bool has_lines = toml.substr(start, 3) == std::string(3, quote);
  std::size_t at = start + (has_lines ? 3 : 1);
  for (; at < toml.size(); ++at) {
    if (toml[at] == '\\' && quote == '"') {
      ++at;
    } else if (has_lines && toml.substr(at, 3) == std::string(3, quote)) {
      return at + 3;
    } else if (!has_lines && (toml[at] == quote || toml[at] == '\n')) {
      return at + 1;
    }
  }
  return toml.size();
}

}  // namespace

std::optional<TomlHazard> find_toml_hazard(std::string_view toml, std::size_t levels) {
  std::vector<std::size_t> around;  // the depth outside of each open bracket
  std::size_t base = 0;             // of what the innermost bracket holds
  std::size_t depth = 0;
  std::size_t at = toml.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
  while (at < toml.size()) {
    const char c = toml[at];
    if ((c == '"' || c == '\'') && may_begin_string(toml, at)) {
      const std::size_t end = end_of_string(toml, at);
      if (const auto found = find_behind_backslash(toml.substr(at, end - at))) {
        return TomlHazard{TomlHazard::Kind::kNonAscii, at + *found};
      }
      at = end;
      continue;
    }
    if (!is_ascii(c)) return TomlHazard{TomlHazard::Kind::kNonAscii, at};
    if (c == '#') {
      at = std::min(toml.find('\n', at), toml.size());
      continue;
    }
    if (c == '.') {
      ++depth;
    } else if (c == '[' || c == '{') {
      around.push_back(base);
      base = ++depth;
    } else if ((c == ']' || c == '}') && !around.empty()) {
      depth = base = around.back();
      around.pop_back();
    } else if (c == ',' || c == '\n') {
      depth = base;
    }
    if (depth > levels) return TomlHazard{TomlHazard::Kind::kDeepNesting, at};
    ++at;
  }
  return std::nullopt;
}

}  // namespace sallyport
