#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace sallyport {

/// Where one statement of a TOML text nests more than `levels` deep, as a byte offset. Parts of a dotted key and open
/// brackets count; what stands in a string or a comment does not. `a.b = { c.d = [1] }` is four deep.
///
/// To be asked before toml++ is: it nests a table in a table for each part of a dotted key and destroys them by
/// recursion, which a key of 200,000 parts ends on the stack.
[[nodiscard]] std::optional<std::size_t> find_deep_nesting(std::string_view toml, std::size_t levels);

}  // namespace sallyport
