#include "sallyport/core/file_name.hpp"

#include <algorithm>
#include <cstddef>

namespace sallyport {
namespace {

constexpr std::size_t kLongestName = 200;

bool is_control(char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7f'; }

}  // namespace

std::string file_name(std::string_view text, std::string_view forbidden) {
  std::string name;
  for (const char c : text) name += forbidden.find(c) != std::string_view::npos || is_control(c) ? '-' : c;
  name.erase(0, name.find_first_not_of(". "));
  std::size_t end = std::min(name.size(), kLongestName);
  while (end < name.size() && end > 0 && (static_cast<unsigned char>(name[end]) & 0xC0U) == 0x80U) --end;
  name.resize(end);
  name.erase(name.find_last_not_of(' ') + 1);
  return name;
}

}  // namespace sallyport
