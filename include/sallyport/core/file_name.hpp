#pragma once

#include <string>
#include <string_view>

namespace sallyport {

/// Text as the name of a file, without its ending: control characters and those of `forbidden` become `-`, dots and
/// spaces in front and spaces at the end go, and 200 bytes are kept, whole characters of UTF-8. Empty when nothing is
/// left.
[[nodiscard]] std::string file_name(std::string_view text, std::string_view forbidden);

}  // namespace sallyport
