#include "platform/windows/command_line.hpp"

#include <fmt/format.h>
#include <windows.h>

// After windows.h, which it needs.
#include <shellapi.h>

#include <memory>

#include "platform/windows/utf16.hpp"
#include "sallyport/core/ascii.hpp"
#include "sallyport/core/windows_quoting.hpp"

namespace sallyport {
namespace {

struct FreeLocal {
  void operator()(wchar_t** memory) const { ::LocalFree(memory); }
};

std::string quoted_where_needed(const std::string& word) {
  const bool is_plain = !word.empty() && word.find_first_of(" \t\n\v\"") == std::string::npos;
  return is_plain ? word : quote_windows(word);
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
    line += quoted_where_needed(argument);
  }
  return line;
}

std::vector<std::string> words_of_command_line(const std::wstring& line) {
  std::vector<std::string> words;
  // Of which Windows would make the path of this program.
  if (line.empty()) return words;
  int count = 0;
  const std::unique_ptr<wchar_t*, FreeLocal> found(::CommandLineToArgvW(line.c_str(), &count));
  for (int i = 0; found && i < count; ++i) words.push_back(to_utf8(found.get()[i]));
  return words;
}

std::vector<std::string> parse_arguments(std::string_view arguments) {
  std::vector<std::string> words = words_of_command_line(L"program " + to_utf16(arguments));
  if (!words.empty()) words.erase(words.begin());
  return words;
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
