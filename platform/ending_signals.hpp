#pragma once

#include <array>

namespace sallyport {

/// The signals by which a person, or the end of the session, ends a program.
[[nodiscard]] std::array<int, 3> ending_signals();

}  // namespace sallyport
