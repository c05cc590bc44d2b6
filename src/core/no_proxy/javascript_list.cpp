#include "core/no_proxy/javascript_list.hpp"

#include <charconv>
#include <limits>

#include "core/no_proxy/list_text.hpp"
#include "sallyport/core/ascii.hpp"

namespace sallyport::no_proxy {
namespace {

/// What `\s` matches beyond ASCII, in UTF-8.
constexpr std::string_view kWideSpaces[] = {"\u00A0", "\u1680", "\u2000", "\u2001", "\u2002", "\u2003", "\u2004",
                                            "\u2005", "\u2006", "\u2007", "\u2008", "\u2009", "\u200A", "\u2028",
                                            "\u2029", "\u202F", "\u205F", "\u3000", "\uFEFF"};

/// The length of the separator at the start of `text`, or 0.
std::size_t separator(std::string_view text) {
  if (text.front() == ',' || kSpace.find(text.front()) != kSpace.npos) return 1;
  for (const std::string_view space : kWideSpaces) {
    if (text.starts_with(space)) return space.size();
  }
  return 0;
}

JavascriptEntry cut_port(std::string_view text) {
  JavascriptEntry entry{text, ascii_lower(text), 0};
  const auto colon = text.rfind(':');
  if (colon == text.npos || colon == 0 || colon + 1 == text.size()) return entry;
  const std::string_view digits = text.substr(colon + 1);
  if (digits.find_first_not_of("0123456789") != digits.npos) return entry;
  entry.host.resize(colon);
  const auto error = std::from_chars(digits.data(), digits.data() + digits.size(), entry.port).ec;
  if (error != std::errc()) entry.port = std::numeric_limits<unsigned long>::max();
  return entry;
}

}  // namespace

std::vector<JavascriptEntry> cut_javascript_list(std::string_view list) {
  std::vector<JavascriptEntry> entries;
  std::size_t begin = 0;
  for (std::size_t i = 0; i <= list.size();) {
    const std::size_t length = i == list.size() ? 1 : separator(list.substr(i));
    if (length != 0) {
      if (i > begin) entries.push_back(cut_port(list.substr(begin, i - begin)));
      begin = i + length;
    }
    i += length == 0 ? 1 : length;
  }
  return entries;
}

}  // namespace sallyport::no_proxy
