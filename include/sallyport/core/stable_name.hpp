#pragma once

#include <string>
#include <string_view>

namespace sallyport {

/// A file name of 16 hexadecimal digits for some content: FNV-1a, the same on every machine. Two contents may share
/// one.
[[nodiscard]] std::string stable_name(std::string_view content);

}  // namespace sallyport
