#pragma once

#include <windows.h>

#include <chrono>
#include <cstdint>

namespace sallyport {

/// FILETIME counts 100 ns since 1601: learn.microsoft.com/en-us/windows/win32/api/minwinbase/ns-minwinbase-filetime.
[[nodiscard]] inline std::chrono::system_clock::time_point time_of(const FILETIME& time) {
  using Ticks = std::chrono::duration<std::int64_t, std::ratio<1, 10'000'000>>;
  constexpr std::chrono::seconds kFrom1601To1970{11'644'473'600};
  const auto count = static_cast<std::int64_t>((std::uint64_t{time.dwHighDateTime} << 32U) | time.dwLowDateTime);
  return std::chrono::system_clock::time_point(
      std::chrono::duration_cast<std::chrono::system_clock::duration>(Ticks(count) - kFrom1601To1970));
}

}  // namespace sallyport
