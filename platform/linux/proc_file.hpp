#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sallyport {

/// The whole of a file of /proc, whose size reads 0; errno tells when it cannot be read.
[[nodiscard]] std::optional<std::string> read_proc_file(const std::string& path);

/// The number in a field of /proc/PID/stat, by its place in proc(5) from 4 on. The command in field 2 may hold spaces
/// and parentheses.
[[nodiscard]] std::optional<std::uint64_t> stat_field(std::string_view stat, int number);

}  // namespace sallyport
