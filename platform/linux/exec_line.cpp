#include "platform/linux/exec_line.hpp"

#include "platform/linux/desktop_entry.hpp"

namespace sallyport {
namespace {

constexpr std::string_view kSeparators = " \t\n";
/// What needs double quotes, by the specification.
constexpr std::string_view kReserved = " \t\n\"'\\><~|&;$*?#()`";
/// What needs a backslash within them.
constexpr std::string_view kEscapedInQuotes = "\"`$\\";

bool contains(std::string_view characters, char character) {
  return characters.find(character) != std::string_view::npos;
}

}  // namespace

Result<std::vector<std::string>> parse_exec_line(std::string_view raw_value) {
  const std::string line = unescape_entry_string(raw_value);
  std::vector<std::string> arguments;
  bool in_argument = false;
  char quote = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char character = line[i];
    if (!quote && contains(kSeparators, character)) {
      in_argument = false;
      continue;
    }
    if (!in_argument) arguments.emplace_back();
    in_argument = true;
    if (quote && character == quote) {
      quote = 0;
    } else if (!quote && (character == '"' || character == '\'')) {
      quote = character;
    } else if (character == '\\' && quote != '\'' && i + 1 < line.size() &&
               (!quote || contains(kEscapedInQuotes, line[i + 1]))) {
      arguments.back() += line[++i];
    } else {
      arguments.back() += character;
    }
  }
  if (quote)
    return failure(ErrorCode::kInvalidValue, "The Exec line of the desktop entry has a quote that is not closed.");
  if (arguments.empty()) return failure(ErrorCode::kInvalidValue, "The Exec line of the desktop entry is empty.");
  return arguments;
}

std::string render_exec_line(const std::vector<std::string>& arguments) {
  std::string line;
  for (const std::string& argument : arguments) {
    if (!line.empty()) line += ' ';
    if (!argument.empty() && argument.find_first_of(kReserved) == std::string::npos) {
      line += argument;
      continue;
    }
    line += '"';
    for (const char character : argument) {
      if (contains(kEscapedInQuotes, character)) line += '\\';
      line += character;
    }
    line += '"';
  }
  return escape_entry_string(line);
}

std::string exec_literal(std::string_view text) {
  std::string argument;
  for (const char character : text) argument.append(character == '%' ? 2 : 1, character);
  return argument;
}

bool is_files_code(std::string_view argument) {
  return argument == "%f" || argument == "%F" || argument == "%u" || argument == "%U";
}

}  // namespace sallyport
