#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace sallyport {

/// What toml++ must not be given.
struct TomlHazard {
  enum class Kind {
    kDeepNesting,
    kNonAscii,
  };
  Kind kind = Kind::kDeepNesting;
  std::size_t at = 0;  ///< byte offset
};

/// The first hazard of a TOML text, to be looked for before it is parsed.
///
/// kDeepNesting: one statement nests more than `levels` deep. Parts of a dotted key and open brackets count; what
/// stands in a string or a comment does not. `a.b = { c.d = [1] }` is four deep. toml++ nests a table in a table for
/// each part of a dotted key and destroys them by recursion, which a key of 200,000 parts ends on the stack.
///
/// kNonAscii: a byte from 0x80 on where toml++ asks whether it is white space, which 3.3 answers for U+00A1 to U+0499
/// by undefined behaviour: outside of strings and comments, where TOML has no such character but for a byte order mark
/// at the start, and behind a backslash, with or without white space between, in a string of `"""`.
[[nodiscard]] std::optional<TomlHazard> find_toml_hazard(std::string_view toml, std::size_t levels);

}  // namespace sallyport
