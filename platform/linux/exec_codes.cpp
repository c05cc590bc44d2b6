#include "platform/linux/exec_codes.hpp"

#include <algorithm>
#include <optional>
#include <string_view>

#include "platform/linux/exec_line.hpp"
#include "sallyport/core/client.hpp"

namespace sallyport {
namespace {

/// Empty when the argument holds a files code.
std::optional<std::string> expand(std::string_view argument, const ExecFields& fields) {
  std::string expanded;
  for (std::size_t i = 0; i < argument.size(); ++i) {
    if (argument[i] != '%' || i + 1 == argument.size()) {
      expanded += argument[i];
      continue;
    }
    switch (argument[++i]) {
      case '%':
        expanded += '%';
        break;
      case 'c':
        expanded += fields.name;
        break;
      case 'k':
        expanded += fields.path;
        break;
      case 'f':
      case 'F':
      case 'u':
      case 'U':
        return std::nullopt;
      default:
        break;
    }
  }
  return expanded;
}

}  // namespace

std::vector<std::string> expand_exec_codes(const std::vector<std::string>& arguments, const ExecFields& fields) {
  std::vector<std::string> command;
  for (const std::string& argument : arguments) {
    if (is_files_code(argument)) {
      if (std::find(command.begin(), command.end(), kFilesArgument) == command.end())
        command.emplace_back(kFilesArgument);
      continue;
    }
    if (argument == "%i") {
      if (!fields.icon.empty()) command.insert(command.end(), {"--icon", fields.icon});
      continue;
    }
    auto expanded = expand(argument, fields);
    const bool was_code_only = argument.size() == 2 && argument.front() == '%' && expanded && expanded->empty();
    if (expanded && !was_code_only) command.push_back(std::move(*expanded));
  }
  return command;
}

}  // namespace sallyport
