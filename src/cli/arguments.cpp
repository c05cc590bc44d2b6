#include "cli/arguments.hpp"

#include <algorithm>
#include <iterator>
#include <string_view>

namespace sallyport {
namespace {

bool is_option(std::string_view text) { return text.size() > 1 && text.front() == '-'; }

/// Past the options at `position`, of which `with_value` takes a value of its own.
std::size_t skip_options(const std::vector<std::string>& arguments, std::size_t position, std::string_view with_value) {
  while (position < arguments.size() && is_option(arguments[position]) && arguments[position] != "--") {
    position += arguments[position] == with_value ? 2 : 1;
  }
  return std::min(position, arguments.size());
}

}  // namespace

Arguments Arguments::divide(const std::vector<std::string>& arguments) {
  Arguments divided;
  const std::size_t verb = skip_options(arguments, 0, "--settings");
  if (verb < arguments.size()) divided.verb = arguments[verb];

  std::size_t end = arguments.size();
  if (divided.verb == "run") {
    end = skip_options(arguments, verb + 1, "--kind");
  } else if (divided.verb == "launch" || divided.verb == "client") {
    end =
        static_cast<std::size_t>(std::distance(arguments.begin(), std::find(arguments.begin(), arguments.end(), "--")));
  }
  const auto split = arguments.begin() + static_cast<std::ptrdiff_t>(end);
  divided.head.assign(arguments.begin(), split);
  divided.tail_given = split != arguments.end();
  if (divided.tail_given) divided.tail.assign(*split == "--" ? std::next(split) : split, arguments.end());
  return divided;
}

}  // namespace sallyport
