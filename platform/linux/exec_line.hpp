#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sallyport/core/result.hpp"

namespace sallyport {

/// The arguments of an Exec value (Desktop Entry Specification 1.5, §7): string escapes undone, then quotes. Beside the
/// specification's double quotes, single quotes and backslashes are understood as a shell does, because entries use
/// them and GLib takes them. Percent codes stay: `%U` is still `%U`, and a literal percent sign `%%`.
/// kInvalidValue for an open quote or no argument at all.
///
/// | value                         | arguments             |
/// | `/opt/Postman/Postman %U`     | `/opt/Postman/Postman`, `%U` |
/// | `"/opt/my app/run" "\\$x" a%%b` | `/opt/my app/run`, `$x`, `a%%b` |
[[nodiscard]] Result<std::vector<std::string>> parse_exec_line(std::string_view raw_value);

/// The reverse: arguments with reserved characters in double quotes, the whole escaped as a string value.
[[nodiscard]] std::string render_exec_line(const std::vector<std::string>& arguments);

/// `text` as an argument that stands for itself: each `%` doubled.
[[nodiscard]] std::string exec_literal(std::string_view text);

/// `%f`, `%F`, `%u` and `%U`: the places of what the user opens.
[[nodiscard]] bool is_files_code(std::string_view argument);

}  // namespace sallyport
