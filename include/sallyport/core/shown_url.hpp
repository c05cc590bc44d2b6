#pragma once

#include <string>
#include <string_view>

namespace sallyport {

/// A URL to show, as that of a proxy script (PAC): without the user and the password that may stand in it.
[[nodiscard]] std::string shown_url(std::string_view url);

}  // namespace sallyport
