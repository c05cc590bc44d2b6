#pragma once

#include <string_view>

namespace sallyport {

[[nodiscard]] bool is_ascii(std::string_view text);
/// C0, DEL, or C1 in UTF-8.
[[nodiscard]] bool has_control_character(std::string_view text);
/// Well-formed by RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF.
[[nodiscard]] bool is_utf8(std::string_view text);

}  // namespace sallyport
