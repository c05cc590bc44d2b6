#include "platform/linux/process_tree.hpp"

#include <dirent.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <memory>
#include <string>
#include <unordered_map>

#include "platform/linux/proc_file.hpp"

namespace sallyport {
namespace {

/// The names in a directory that are numbers.
std::vector<std::int64_t> numbers_in(const std::string& directory) {
  std::vector<std::int64_t> numbers;
  const std::unique_ptr<DIR, int (*)(DIR*)> entries(::opendir(directory.c_str()), ::closedir);
  if (!entries) return numbers;
  while (const dirent* entry = ::readdir(entries.get())) {
    const std::string_view name(entry->d_name);
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
    if (error == std::errc() && end == name.data() + name.size()) numbers.push_back(number);
  }
  return numbers;
}

/// 0 when there is none.
ProcessId parent_of(ProcessId process) {
  constexpr int kParent = 4;
  const auto stat = read_proc_file(fmt::format("/proc/{}/stat", process));
  return stat ? static_cast<ProcessId>(stat_field(*stat, kParent).value_or(0)) : 0;
}

}  // namespace

std::vector<ProcessId> processes_below(ProcessId root) {
  std::unordered_map<ProcessId, ProcessId> parents;
  for (const auto process : numbers_in("/proc")) parents[process] = parent_of(process);
  std::vector<ProcessId> found;
  for (const auto& [process, parent] : parents) {
    ProcessId above = parent;
    // Numbers may be used again while they are read, so that the chain may have become a ring.
    for (std::size_t steps = parents.size(); above != 0 && above != root && steps > 0; --steps) {
      const auto next = parents.find(above);
      above = next == parents.end() ? 0 : next->second;
    }
    if (above == root) found.push_back(process);
  }
  return found;
}

bool is_below(ProcessId process, ProcessId root) {
  constexpr int kDeepest = 1000;
  for (int steps = 0; steps < kDeepest; ++steps) {
    process = parent_of(process);
    if (process == root) return true;
    if (process == 0) return false;
  }
  return false;
}

std::vector<std::uint64_t> sockets_of(ProcessId process, std::optional<std::uint64_t> wanted) {
  const auto directory = fmt::format("/proc/{}/fd", process);
  auto descriptors = numbers_in(directory);
  std::sort(descriptors.rbegin(), descriptors.rend());
  std::vector<std::uint64_t> inodes;
  for (const auto descriptor : descriptors) {
    std::array<char, 64> target{};
    const ssize_t size = ::readlink(fmt::format("{}/{}", directory, descriptor).c_str(), target.data(), target.size());
    const auto inode = parse_socket_link({target.data(), static_cast<std::size_t>(std::max<ssize_t>(size, 0))});
    if (inode) inodes.push_back(*inode);
    if (inode && inode == wanted) break;
  }
  return inodes;
}

std::optional<std::uint64_t> parse_socket_link(std::string_view target) {
  constexpr std::string_view kBefore = "socket:[";
  if (!target.starts_with(kBefore) || !target.ends_with(']')) return std::nullopt;
  target.remove_prefix(kBefore.size());
  target.remove_suffix(1);
  std::uint64_t inode = 0;
  const auto [end, error] = std::from_chars(target.data(), target.data() + target.size(), inode);
  if (error != std::errc() || end != target.data() + target.size()) return std::nullopt;
  return inode;
}

}  // namespace sallyport
