#include "platform/windows/command_line.hpp"

#include <fmt/format.h>
#include <windows.h>

// After windows.h, which it needs.
#include <shellapi.h>

#include <memory>

#include "platform/windows/utf16.hpp"
#include "sallyport/core/ascii.hpp"

namespace sallyport {
namespace {

struct FreeLocal {
  void operator()(wchar_t** memory) const { ::LocalFree(memory); }
};

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
  if (!arguments.empty()) line += ' ' + command_line(arguments);
  return line;
}

std::string command_line(const std::vector<std::string>& arguments) {
  std::string line;
  for (const std::string& argument : arguments) {
    if (!line.empty()) line += ' ';
    append_word(line, argument);
  }
  return line;
}

std::vector<std::string> parse_command_line(std::string_view arguments) {
  const std::wstring line = L"program " + to_utf16(arguments);
  int count = 0;
  const std::unique_ptr<wchar_t*, FreeLocal> words(::CommandLineToArgvW(line.c_str(), &count));
  std::vector<std::string> parsed;
  for (int i = 1; words && i < count; ++i) parsed.push_back(to_utf8(words.get()[i]));
  return parsed;
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
