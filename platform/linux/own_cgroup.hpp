#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sallyport/ports/process_launcher.hpp"

namespace sallyport {

/// The id of this process's control group (cgroups(7), version 2) when nobody is in it but this process, what is below
/// it, and `companion` (0: nobody). It stays so: a new process starts in the group of its parent, and moving one in
/// takes intent. Desktops start every app in such a scope; a terminal's scope has the shell in it.
[[nodiscard]] std::optional<std::uint64_t> exclusive_cgroup(ProcessId companion);

/// The path in /proc/PID/cgroup's line of version 2, which is of the form `0::/user.slice/app.scope`.
[[nodiscard]] std::optional<std::string> unified_cgroup_path(std::string_view text);
/// Where /proc/PID/mountinfo (proc(5)) says that the whole hierarchy of version 2 is mounted.
[[nodiscard]] std::optional<std::string> unified_cgroup_mount(std::string_view mountinfo);
/// The process numbers of a cgroup.procs. Those of other namespaces read 0.
[[nodiscard]] std::optional<std::vector<ProcessId>> parse_cgroup_members(std::string_view text);

}  // namespace sallyport
