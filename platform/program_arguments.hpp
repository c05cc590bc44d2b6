#pragma once

#include <string>
#include <vector>

namespace sallyport {

/// What this program was called with, without its own name, in UTF-8.
/// `argc`, `argv` are main's; Windows has them in another encoding there, and they are not used.
[[nodiscard]] std::vector<std::string> program_arguments(int argc, char** argv);

}  // namespace sallyport
