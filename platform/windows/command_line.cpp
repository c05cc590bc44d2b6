#include "platform/windows/command_line.hpp"

#include <fmt/format.h>

#include "sallyport/core/ascii.hpp"

namespace sallyport {
namespace {

void append_word(std::string& line, std::string_view word) {
  if (!word.empty() && word.find_first_of(" \t\n\v\"") == std::string_view::npos) {
    line += word;
    return;
  }
  line += '"';
  std::size_t backslashes = 0;
  for (const char c : word) {
    // Backslashes count only before a quotation mark.
    if (c == '"') line.append(backslashes + 1, '\\');
    backslashes = c == '\\' ? backslashes + 1 : 0;
    line += c;
  }
  line.append(backslashes, '\\');
  line += '"';
}

}  // namespace

std::string command_line(std::string_view program, const std::vector<std::string>& arguments) {
  // The program's own word knows no escapes.
  std::string line = fmt::format("\"{}\"", program);
  for (const std::string& argument : arguments) {
    line += ' ';
    append_word(line, argument);
  }
  return line;
}

bool is_batch_file(std::string_view program) {
  const std::string name = ascii_lower(program);
  return name.ends_with(".bat") || name.ends_with(".cmd");
}

Result<void> check_batch_arguments(std::string_view program, const std::vector<std::string>& arguments) {
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (arguments[i].find_first_of("\"%!^&|<>()\r\n") == std::string::npos) continue;
    return failure(
        ErrorCode::kInvalidValue,
        fmt::format("{} was not started: it is a batch file, and argument {} has a character that cmd.exe would "
                    "take for a command. Start the program that the batch file starts.",
                    program, i + 1));
  }
  return {};
}

}  // namespace sallyport
