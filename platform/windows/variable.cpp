#include "platform/windows/variable.hpp"

#include "platform/windows/environment_block.hpp"
#include "platform/windows/utf16.hpp"

namespace sallyport {

const std::string* find_variable(const Environment& environment, std::string_view name) {
  const std::wstring wanted = to_utf16(name);
  const VariableNameLess less;
  for (const auto& [candidate, value] : environment.variables()) {
    const std::wstring other = to_utf16(candidate);
    if (!less(wanted, other) && !less(other, wanted)) return &value;
  }
  return nullptr;
}

}  // namespace sallyport
