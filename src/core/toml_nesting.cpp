#include "core/toml_nesting.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace sallyport {
namespace {

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

std::optional<std::size_t> find_deep_nesting(std::string_view toml, std::size_t levels) {
  std::vector<std::size_t> around;  // the depth outside of each open bracket
  std::size_t base = 0;             // of what the innermost bracket holds
  std::size_t depth = 0;
  std::size_t at = 0;
  while (at < toml.size()) {
    const char c = toml[at];
    if (c == '"' || c == '\'') {
      at = end_of_string(toml, at);
      continue;
    }
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
    if (depth > levels) return at;
    ++at;
  }
  return std::nullopt;
}

}  // namespace sallyport
