#include "platform/linux/proc_running_apps.hpp"

#include <dirent.h>
#include <fmt/format.h>
#include <time.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <memory>
#include <system_error>
#include <thread>

#include "platform/linux/proc_file.hpp"

namespace sallyport {
namespace {

constexpr int kExecTries = 20;

std::vector<std::string> split_at_nul(std::string_view text) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const auto end = text.find('\0');
    parts.emplace_back(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return parts;
}

char state_of(std::string_view stat) {
  const auto command_end = stat.rfind(')');
  return command_end == std::string_view::npos || command_end + 2 >= stat.size() ? '?' : stat[command_end + 2];
}

/// From the file, since the directory of a process that is not dumpable belongs to root.
std::optional<uid_t> owner_of(const std::string& directory) {
  static constexpr std::string_view kKey = "\nUid:\t";
  const auto status = read_proc_file(directory + "/status");
  const auto start = status ? status->find(kKey) : std::string::npos;
  if (start == std::string::npos) {
    return std::nullopt;
  }
  uid_t owner = 0;
  const char* first = status->data() + start + kKey.size();
  const auto [end, error] = std::from_chars(first, status->data() + status->size(), owner);
  return error == std::errc() ? std::optional(owner) : std::nullopt;
}

std::chrono::system_clock::time_point boot_time() {
  timespec since_boot{};
  ::clock_gettime(CLOCK_BOOTTIME, &since_boot);
  return std::chrono::system_clock::now() - std::chrono::seconds(since_boot.tv_sec) -
         std::chrono::duration_cast<std::chrono::system_clock::duration>(std::chrono::nanoseconds(since_boot.tv_nsec));
}

std::string link_target(const std::string& path) {
  std::array<char, 4096> target{};
  const ssize_t size = ::readlink(path.c_str(), target.data(), target.size());
  return size <= 0 ? std::string() : std::string(target.data(), static_cast<std::size_t>(size));
}

}  // namespace

std::vector<RunningApps::App> ProcRunningApps::list() {
  std::vector<App> apps;
  const std::unique_ptr<DIR, int (*)(DIR*)> proc(::opendir("/proc"), ::closedir);
  if (!proc) {
    return apps;
  }
  const auto booted = boot_time();
  const auto ticks = static_cast<std::uint64_t>(::sysconf(_SC_CLK_TCK));
  while (const dirent* entry = ::readdir(proc.get())) {
    const std::string_view name(entry->d_name);
    ProcessId pid = 0;
    if (std::from_chars(name.data(), name.data() + name.size(), pid).ec != std::errc() || pid <= 0) {
      continue;
    }
    const std::string directory = "/proc/" + std::string(name);
    const auto stat = read_proc_file(directory + "/stat");
    if (!stat || state_of(*stat) == 'Z' || owner_of(directory) != ::geteuid()) {
      continue;
    }
    const auto parent = stat_field(*stat, 4);
    const auto started = stat_field(*stat, 22);
    if (!parent || !started) {
      continue;
    }
    App app;
    app.pid = pid;
    app.parent = static_cast<ProcessId>(*parent);
    app.program = link_target(directory + "/exe");
    app.command_line = split_at_nul(read_proc_file(directory + "/cmdline").value_or(""));
    app.started = booted + std::chrono::milliseconds(*started * 1000 / ticks);
    apps.push_back(std::move(app));
  }
  return apps;
}

Result<Environment> ProcRunningApps::environment_of(ProcessId pid) {
  const std::string directory = fmt::format("/proc/{}", pid);
  auto block = read_proc_file(directory + "/environ");
  // For a moment within its exec a process has neither environment nor arguments; they appear together.
  bool exec_done = false;
  for (int tries = 0; tries < kExecTries && !exec_done && block && block->empty(); ++tries) {
    const auto arguments = read_proc_file(directory + "/cmdline");
    exec_done = !arguments || !arguments->empty();
    if (!exec_done) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    block = read_proc_file(directory + "/environ");
  }
  if (!block) {
    const int error = errno;
    if (error == ENOENT || error == ESRCH) {
      return failure(ErrorCode::kNotRunning, fmt::format("The process {} has ended.", pid));
    }
    return failure(
        ErrorCode::kIo,
        fmt::format("The environment of process {} cannot be read: {}.", pid, std::system_category().message(error)),
        std::system_category().message(error));
  }
  return Environment::from_block(split_at_nul(*block));
}

}  // namespace sallyport
