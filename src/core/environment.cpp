#include "sallyport/core/environment.hpp"

#include <algorithm>

#include "sallyport/core/ascii.hpp"

namespace sallyport {

Environment Environment::from_block(const std::vector<std::string>& block, Names names) {
  Environment environment({}, names);
  for (const std::string& entry : block) {
    // Windows keeps per-drive directories as `=C:=C:\…`: a name may begin with the separator.
    const auto separator = entry.find('=', 1);
    if (separator == std::string::npos) continue;
    environment.variables_.emplace_back(entry.substr(0, separator), entry.substr(separator + 1));
  }
  return environment;
}

bool Environment::is_same_name(std::string_view left, std::string_view right) const {
  return names_ == Names::kExact ? left == right : ascii_lower(left) == ascii_lower(right);
}

const std::string* Environment::find(std::string_view name) const {
  const auto found = std::find_if(variables_.begin(), variables_.end(),
                                  [&](const auto& variable) { return is_same_name(variable.first, name); });
  return found == variables_.end() ? nullptr : &found->second;
}

void Environment::set(std::string_view name, std::string_view value) {
  unset(name);
  variables_.emplace_back(name, value);
}

void Environment::unset(std::string_view name) {
  std::erase_if(variables_, [&](const auto& variable) { return is_same_name(variable.first, name); });
}

}  // namespace sallyport
