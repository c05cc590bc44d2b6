#include "platform/linux/own_cgroup.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>

#include "platform/linux/proc_file.hpp"
#include "platform/linux/process_tree.hpp"

namespace sallyport {
namespace {

/// Takes what stands before `separator` off the front of `text`, and the separator.
std::string_view take(std::string_view& text, char separator) {
  const auto part = text.substr(0, text.find(separator));
  text.remove_prefix(std::min(part.size() + 1, text.size()));
  return part;
}

}  // namespace

std::optional<std::uint64_t> exclusive_cgroup(ProcessId companion) {
  const auto path = unified_cgroup_path(read_proc_file("/proc/self/cgroup").value_or(""));
  const auto mount = unified_cgroup_mount(read_proc_file("/proc/self/mountinfo").value_or(""));
  if (!path || !mount) return std::nullopt;
  const auto directory = *mount + *path;
  struct stat status {};
  const auto text = read_proc_file(directory + "/cgroup.procs");
  if (!text || ::stat(directory.c_str(), &status) != 0) return std::nullopt;
  const auto members = parse_cgroup_members(*text);
  if (!members) return std::nullopt;
  const ProcessId self = ::getpid();
  const bool is_ours = std::all_of(members->begin(), members->end(), [&](ProcessId member) {
    return member != 0 && (member == self || member == companion || is_below(member, self));
  });
  return is_ours ? std::optional<std::uint64_t>(status.st_ino) : std::nullopt;
}

std::optional<std::string> unified_cgroup_path(std::string_view text) {
  constexpr std::string_view kBefore = "0::";
  while (!text.empty()) {
    const auto line = take(text, '\n');
    if (!line.starts_with(kBefore)) continue;
    const auto path = line.substr(kBefore.size());
    // What is above the root of this process's cgroup namespace cannot be reached through its mount.
    const bool is_reachable = path.starts_with('/') && path.find("/..") == std::string_view::npos;
    return is_reachable ? std::optional<std::string>(path) : std::nullopt;
  }
  return std::nullopt;
}

std::optional<std::string> unified_cgroup_mount(std::string_view mountinfo) {
  while (!mountinfo.empty()) {
    auto line = take(mountinfo, '\n');
    for (int id_parent_device = 0; id_parent_device < 3; ++id_parent_device) take(line, ' ');
    const auto root = take(line, ' ');
    const auto point = take(line, ' ');
    // Escapes are for names that no cgroup mount has.
    const bool is_usable = root == "/" && point.starts_with('/') && point.find('\\') == std::string_view::npos;
    while (!line.empty() && take(line, ' ') != "-") continue;
    if (is_usable && take(line, ' ') == "cgroup2") return std::string(point);
  }
  return std::nullopt;
}

std::optional<std::vector<ProcessId>> parse_cgroup_members(std::string_view text) {
  std::vector<ProcessId> members;
  while (!text.empty()) {
    const auto line = take(text, '\n');
    ProcessId member = 0;
    const auto [end, error] = std::from_chars(line.data(), line.data() + line.size(), member);
    if (error != std::errc() || end != line.data() + line.size() || member < 0) return std::nullopt;
    members.push_back(member);
  }
  return members;
}

}  // namespace sallyport
