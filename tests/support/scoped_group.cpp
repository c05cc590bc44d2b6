#include "support/scoped_group.hpp"

#include <sched.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <fstream>

#include "platform/linux/own_cgroup.hpp"
#include "platform/linux/proc_file.hpp"

namespace sallyport {

ScopedGroup::ScopedGroup() {
  const auto mount = unified_cgroup_mount(read_proc_file("/proc/self/mountinfo").value_or(""));
  const auto path = unified_cgroup_path(read_proc_file("/proc/self/cgroup").value_or(""));
  if (!mount || !path) return;
  const auto directory = *mount + "/" + *path + "/sallyport-test-" + std::to_string(::getpid());
  std::error_code error;
  if (std::filesystem::create_directory(directory, error)) directory_ = directory;
}

ScopedGroup::~ScopedGroup() {
  while (!directory_.empty() && ::rmdir(directory_.c_str()) != 0 && errno == EBUSY) ::sched_yield();
}

bool ScopedGroup::take(pid_t process) const {
  return static_cast<bool>(std::ofstream(directory_ + "/cgroup.procs") << process << std::flush);
}

}  // namespace sallyport
