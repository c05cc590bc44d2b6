#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "sallyport/core/result.hpp"

namespace sallyport {

/// How a system's people quote.
enum class Quoting {
  kPosix,    ///< a POSIX shell (2.2): '…' literally, "…" with `\` before `"` and `\`, and `\` before any elsewhere
  kWindows,  ///< "…"; `\` is text but before `"`: learn.microsoft.com/en-us/cpp/cpp/main-function-command-line-args
};
inline constexpr Quoting kOwnQuoting =
    std::filesystem::path::preferred_separator == '\\' ? Quoting::kWindows : Quoting::kPosix;

/// A program's arguments in one line, as a person types them. Words are separated by spaces, tabs and line ends; quotes
/// group. Nothing is expanded: `$HOME`, `%PATH%`, `*` and `~` are text.
/// | text              | POSIX             | Windows            |
/// |-------------------|-------------------|--------------------|
/// | `--user "A B" ''` | `--user`, `A B`, ``|`--user`, `A B`, `''`|
/// | `a\ b $x`         | `a b`, `$x`       | `a\`, `b`, `$x`    |
/// | `"C:\x y\\" \"`   | `C:\x y\`, `"`    | `C:\x y\`, `"`     |
/// kInvalidValue for a quote that is not closed or, in POSIX, a `\` at the end.
[[nodiscard]] Result<std::vector<std::string>> split_arguments(std::string_view text, Quoting quoting = kOwnQuoting);

/// The text that `split_arguments` reads back as `arguments`.
[[nodiscard]] std::string join_arguments(const std::vector<std::string>& arguments, Quoting quoting = kOwnQuoting);

}  // namespace sallyport
