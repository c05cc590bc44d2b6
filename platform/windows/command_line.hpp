#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sallyport/core/result.hpp"

namespace sallyport {

/// One command line for `program` and `arguments` that the C runtime of the new process takes apart into the same words
/// again: "Parsing C command-line arguments",
/// learn.microsoft.com/en-us/cpp/c-language/parsing-c-command-line-arguments.
///
/// | word    | in the command line |
/// |---------|---------------------|
/// | `a`     | `a`                 |
/// | (empty) | `""`                |
/// | `a b`   | `"a b"`             |
/// | `a"b`   | `"a\"b"`            |
/// | `a\"b`  | `"a\\\"b"`          |
/// | `a b\`  | `"a b\\"`           |
/// | `a\b`   | `a\b`               |
[[nodiscard]] std::string command_line(std::string_view program, const std::vector<std::string>& arguments);

/// The same without a program in front.
[[nodiscard]] std::string command_line(const std::vector<std::string>& arguments);
/// The program and its arguments, as Windows itself takes a line apart (CommandLineToArgvW:
/// learn.microsoft.com/en-us/windows/win32/api/shellapi/nf-shellapi-commandlinetoargvw).
[[nodiscard]] std::vector<std::string> words_of_command_line(const std::wstring& line);
/// The same for a line without a program in front.
[[nodiscard]] std::vector<std::string> parse_arguments(std::string_view arguments);

/// Whether Windows hands `program` to cmd.exe, which takes the command line apart by rules of its own.
[[nodiscard]] bool is_batch_file(std::string_view program);
/// Nothing that cmd.exe would read as anything but text: kInvalidValue names the argument's place, never its text.
[[nodiscard]] Result<void> check_batch_arguments(std::string_view program, const std::vector<std::string>& arguments);

}  // namespace sallyport
