#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sallyport/core/result.hpp"

namespace sallyport {

/// A program's arguments in one line, as a person types them. Words are separated by spaces, tabs and line ends; quotes
/// group as in a POSIX shell (2.2): '…' literally, "…" with `\` before `"` and `\`, and `\` before any character
/// elsewhere. Nothing is expanded: `$HOME`, `*` and `~` are text.
/// | text              | arguments         |
/// |-------------------|-------------------|
/// | `--user "A B" ''` | `--user`, `A B`, ``|
/// | `a\ b $x`         | `a b`, `$x`       |
/// kInvalidValue for a quote that is not closed or a `\` at the end.
[[nodiscard]] Result<std::vector<std::string>> split_arguments(std::string_view text);

/// The text that `split_arguments` reads back as `arguments`.
[[nodiscard]] std::string join_arguments(const std::vector<std::string>& arguments);

}  // namespace sallyport
