#pragma once

#include <string>

namespace sallyport {

/// tests/programs/windows/probe.cpp, beside the tests' own program.
[[nodiscard]] std::string probe_program();

}  // namespace sallyport
