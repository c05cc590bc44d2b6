#include "platform/macos/process_arguments.hpp"

#include <algorithm>
#include <cstring>

namespace sallyport {
namespace {

std::string_view take_string(std::string_view& rest) {
  const auto text = rest.substr(0, rest.find('\0'));
  rest.remove_prefix(std::min(text.size() + 1, rest.size()));
  return text;
}

}  // namespace

std::optional<ProcessArguments> parse_process_arguments(std::string_view buffer) {
  int count = 0;
  if (buffer.size() < sizeof(count)) return std::nullopt;
  std::memcpy(&count, buffer.data(), sizeof(count));
  buffer.remove_prefix(sizeof(count));
  if (count < 0) return std::nullopt;

  ProcessArguments found;
  found.program = take_string(buffer);
  buffer.remove_prefix(std::min(buffer.find_first_not_of('\0'), buffer.size()));
  for (int i = 0; i < count; ++i) {
    if (buffer.empty()) return std::nullopt;
    found.command_line.emplace_back(take_string(buffer));
  }
  std::vector<std::string> block;
  while (!buffer.empty() && buffer.front() != '\0') block.emplace_back(take_string(buffer));
  found.environment = Environment::from_block(block);
  return found;
}

}  // namespace sallyport
