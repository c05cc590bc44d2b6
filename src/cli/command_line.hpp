#pragma once

#include <string>
#include <vector>

#include "cli/output.hpp"
#include "cli/ports.hpp"

namespace sallyport {

/// The whole program but for the adapters: `arguments` without argv[0]; gives the exit code.
[[nodiscard]] int run_command_line(const std::vector<std::string>& arguments, Composition& composition, Output& output);

/// Whether it would start a client, whose output then stands where this program's own does.
[[nodiscard]] bool starts_client(const std::vector<std::string>& arguments);

/// The exit code when that threw: 125 where all other codes are the client's, else 1.
[[nodiscard]] int failure_exit_code(const std::vector<std::string>& arguments);

}  // namespace sallyport
