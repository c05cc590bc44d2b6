#include "platform/windows/environment_block.hpp"

#include <windows.h>

#include <map>
#include <vector>

#include "platform/windows/utf16.hpp"
#include "sallyport/core/ascii.hpp"
#include "sallyport/core/proxy_variables.hpp"

namespace sallyport {

bool VariableNameLess::operator()(std::wstring_view left, std::wstring_view right) const {
  return ::CompareStringOrdinal(left.data(), static_cast<int>(left.size()), right.data(),
                                static_cast<int>(right.size()), TRUE) == CSTR_LESS_THAN;
}

std::wstring environment_block(const Environment& environment) {
  std::map<std::wstring, std::wstring, VariableNameLess> sorted;
  for (const auto& [name, value] : environment.variables()) sorted[to_utf16(name)] = to_utf16(value);
  std::wstring block;
  for (const auto& [name, value] : sorted) {
    block += name;
    block += L'=';
    block += value;
    block += L'\0';
  }
  if (block.empty()) block += L'\0';
  block += L'\0';
  return block;
}

Environment environment_of_block(const wchar_t* block) {
  std::vector<std::string> entries;
  while (*block != L'\0') {
    const std::wstring_view entry(block);
    std::string text = to_utf8(entry);
    const std::size_t name_size = std::min(text.find('='), text.size());
    if (is_proxy_variable(text.substr(0, name_size))) {
      text.replace(0, name_size, ascii_lower(text.substr(0, name_size)));
    }
    entries.push_back(std::move(text));
    block += entry.size() + 1;
  }
  return Environment::from_block(entries, Environment::Names::kIgnoringCase);
}

}  // namespace sallyport
