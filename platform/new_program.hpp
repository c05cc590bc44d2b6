#pragma once

#include <string>
#include <string_view>

#include "sallyport/core/result.hpp"

namespace sallyport {

/// Writes a program that nobody else may read (0700; on Windows it has the access rights of its folder).
/// kAlreadyExists when the name is taken, be it by a link to nowhere; nothing is ever overwritten. What could not be
/// written whole is removed.
[[nodiscard]] Result<void> write_new_program(const std::string& path, std::string_view text);

}  // namespace sallyport
