#include "platform/macos/process_table.hpp"

#include <fmt/format.h>
#include <libproc.h>
#include <sys/proc.h>
#include <sys/proc_info.h>
#include <sys/sysctl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

namespace sallyport {
namespace {

std::vector<pid_t> own_pids() {
  std::vector<pid_t> pids;
  // New ones may appear between the question for the size and the answer.
  for (std::size_t room = 512;; room *= 2) {
    pids.resize(room);
    const int size = static_cast<int>(room * sizeof(pid_t));
    const int used = ::proc_listpids(PROC_UID_ONLY, ::geteuid(), pids.data(), size);
    if (used <= 0) return {};
    if (used < size) {
      pids.resize(static_cast<std::size_t>(used) / sizeof(pid_t));
      return pids;
    }
  }
}

}  // namespace

std::optional<ProcessEntry> own_process(ProcessId pid) {
  proc_bsdinfo info{};
  const int size = ::proc_pidinfo(static_cast<int>(pid), PROC_PIDTBSDINFO, 0, &info, sizeof(info));
  if (size != static_cast<int>(sizeof(info)) || info.pbi_status == SZOMB || info.pbi_uid != ::geteuid()) {
    return std::nullopt;
  }
  return ProcessEntry{
      pid, static_cast<ProcessId>(info.pbi_ppid),
      std::chrono::system_clock::time_point(std::chrono::seconds(info.pbi_start_tvsec) +
                                            std::chrono::duration_cast<std::chrono::system_clock::duration>(
                                                std::chrono::microseconds(info.pbi_start_tvusec)))};
}

std::vector<ProcessEntry> own_processes() {
  std::vector<ProcessEntry> found;
  for (const pid_t pid : own_pids()) {
    if (pid <= 0) continue;
    if (auto entry = own_process(pid)) found.push_back(*entry);
  }
  return found;
}

std::string program_of(ProcessId pid) {
  std::array<char, PROC_PIDPATHINFO_MAXSIZE> path{};
  const int size = ::proc_pidpath(static_cast<int>(pid), path.data(), path.size());
  return size <= 0 ? std::string() : std::string(path.data(), static_cast<std::size_t>(size));
}

Result<ProcessArguments> arguments_of(ProcessId pid) {
  std::array<int, 2> limit_name = {CTL_KERN, KERN_ARGMAX};
  int limit = 0;
  std::size_t size = sizeof(limit);
  if (::sysctl(limit_name.data(), limit_name.size(), &limit, &size, nullptr, 0) != 0 || limit <= 0) {
    limit = ARG_MAX;
  }
  std::string buffer(static_cast<std::size_t>(limit), '\0');
  size = buffer.size();
  std::array<int, 3> name = {CTL_KERN, KERN_PROCARGS2, static_cast<int>(pid)};
  if (::sysctl(name.data(), name.size(), buffer.data(), &size, nullptr, 0) != 0) {
    const int error = errno;
    // The kernel says EINVAL of a process that is not there.
    if (error == ESRCH || !own_process(pid)) {
      return failure(ErrorCode::kNotRunning, fmt::format("The process {} has ended.", pid));
    }
    const std::string reason = std::system_category().message(error);
    return failure(ErrorCode::kIo, fmt::format("The environment of process {} cannot be read: {}.", pid, reason),
                   reason);
  }
  auto arguments = parse_process_arguments(std::string_view(buffer).substr(0, size));
  if (!arguments) {
    return failure(ErrorCode::kIo, fmt::format("The environment of process {} cannot be read.", pid));
  }
  return *std::move(arguments);
}

}  // namespace sallyport
