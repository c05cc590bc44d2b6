#pragma once

#include <string_view>

namespace sallyport::no_proxy {

/// Chromium's patterns: `*` is any text, `?` one character or none, `\` takes the next character as it is.
/// Case matters. Takes time in proportion to the product of the lengths.
[[nodiscard]] bool matches_glob(std::string_view text, std::string_view pattern);

}  // namespace sallyport::no_proxy
