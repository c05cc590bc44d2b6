#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "sallyport/ports/process_launcher.hpp"

namespace sallyport {

/// The processes below `root`, however deep, as /proc shows them at this moment: one that changes its parent meanwhile
/// may be missing.
[[nodiscard]] std::vector<ProcessId> processes_below(ProcessId root);
[[nodiscard]] bool is_below(ProcessId process, ProcessId root);

/// The inodes of the sockets that `process` holds, those opened last first; `wanted` ends the search. Empty when that
/// may not be known: of another user's process, and of one that is not dumpable.
[[nodiscard]] std::vector<std::uint64_t> sockets_of(ProcessId process, std::optional<std::uint64_t> wanted = {});

/// `socket:[123]` gives 123.
[[nodiscard]] std::optional<std::uint64_t> parse_socket_link(std::string_view target);

}  // namespace sallyport
