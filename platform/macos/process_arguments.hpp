#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sallyport/core/environment.hpp"

namespace sallyport {

/// What a process was started with.
struct ProcessArguments {
  std::string program;
  std::vector<std::string> command_line;
  /// Empty also where the kernel keeps it back: of programs that System Integrity Protection restricts.
  Environment environment;
};

/// Reads what sysctl(3) gives for KERN_PROCARGS2: the number of arguments (an int of this machine), the program's path,
/// NUL bytes up to the first argument, and then arguments and environment, each ended by a NUL. An empty string, or the
/// buffer's end, ends the environment; what stands behind it is for the loader. Empty optional for anything else.
[[nodiscard]] std::optional<ProcessArguments> parse_process_arguments(std::string_view buffer);

}  // namespace sallyport
