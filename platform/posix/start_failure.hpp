#pragma once

#include <string>

#include "sallyport/core/result.hpp"

namespace sallyport {

/// ProcessLauncher::start's answer for the errno with which execve(2) of `program` failed, in words.
[[nodiscard]] tl::unexpected<Error> start_failure(const std::string& program, int error);

/// kInvalidValue for a folder in which `program` cannot be started; an empty one is the caller's.
[[nodiscard]] Result<void> check_start_directory(const std::string& directory, const std::string& program);

/// Whether a file that the kernel cannot execute is no script for /bin/sh either, as shells look.
[[nodiscard]] bool looks_binary(const std::string& program);

/// Runs what is no program, as execvp(3) does.
inline constexpr const char* kShell = "/bin/sh";

}  // namespace sallyport
