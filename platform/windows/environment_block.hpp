#pragma once

#include <string>
#include <string_view>

#include "sallyport/core/environment.hpp"

namespace sallyport {

/// The order of variable names, in which `Path` and `PATH` are one: "Changing Environment Variables",
/// learn.microsoft.com/en-us/windows/win32/procthread/changing-environment-variables.
struct VariableNameLess {
  [[nodiscard]] bool operator()(std::wstring_view left, std::wstring_view right) const;
};

/// What CreateProcessW takes with CREATE_UNICODE_ENVIRONMENT: `NAME=VALUE` with a NUL behind each and one more at the
/// end, sorted by name. Of names that differ only in case the last one's value stands, under the first one's spelling.
[[nodiscard]] std::wstring environment_block(const Environment& environment);

/// The reverse; `block` ends with an empty entry. Proxy variables, whose names Windows compares without case, have
/// their names in lower case.
[[nodiscard]] Environment environment_of_block(const wchar_t* block);

}  // namespace sallyport
