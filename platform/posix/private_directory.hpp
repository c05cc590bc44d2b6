#pragma once

#include <string>
#include <string_view>

#include "sallyport/core/result.hpp"

namespace sallyport {

/// `path`, made when it is missing, as a directory of this user's own that nobody else can enter. kIo when it cannot be
/// made, for which `advice` is a sentence, or is a link, another user's, or not 0700.
[[nodiscard]] Result<std::string> private_directory(const std::string& path, std::string_view advice);

}  // namespace sallyport
