#include "platform/windows/icon_location.hpp"

#include <charconv>
#include <system_error>

#include "platform/windows/utf16.hpp"

namespace sallyport {

IconLocation parse_icon_location(std::string_view icon) {
  const auto comma = icon.rfind(',');
  if (comma == std::string_view::npos) return {to_utf16(icon)};
  const std::string_view digits = icon.substr(comma + 1);
  int number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (error != std::errc() || end != digits.data() + digits.size()) return {to_utf16(icon)};
  return {to_utf16(icon.substr(0, comma)), number};
}

}  // namespace sallyport
