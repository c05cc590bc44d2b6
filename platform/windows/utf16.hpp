#pragma once

#include <string>
#include <string_view>

namespace sallyport {

/// Windows has its text in UTF-16, Sallyport in UTF-8. What is malformed becomes U+FFFD.
[[nodiscard]] std::wstring to_utf16(std::string_view text);
[[nodiscard]] std::string to_utf8(std::wstring_view text);

}  // namespace sallyport
