#include "platform/macos/spawn_process_launcher.hpp"

#include <signal.h>
#include <spawn.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <utility>
#include <vector>

#include "platform/posix/start_failure.hpp"

namespace sallyport {
namespace {

std::vector<char*> pointers(std::vector<std::string>& strings) {
  std::vector<char*> result;
  result.reserve(strings.size() + 1);
  for (std::string& string : strings) result.push_back(string.data());
  result.push_back(nullptr);
  return result;
}

/// posix_spawn has no attribute for limits: the new process takes them from this one.
class LimitOfDescriptors {
 public:
  explicit LimitOfDescriptors(const rlimit& limit) {
    ::getrlimit(RLIMIT_NOFILE, &before_);
    ::setrlimit(RLIMIT_NOFILE, &limit);
  }
  ~LimitOfDescriptors() { ::setrlimit(RLIMIT_NOFILE, &before_); }
  LimitOfDescriptors(const LimitOfDescriptors&) = delete;
  LimitOfDescriptors& operator=(const LimitOfDescriptors&) = delete;

 private:
  rlimit before_{};
};

class SpawnPlan {
 public:
  SpawnPlan(const ProcessSurroundings& surroundings, const std::string& directory) {
    ::posix_spawn_file_actions_init(&actions_);
    ::posix_spawnattr_init(&attributes_);
    for (const int standard : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
      ::posix_spawn_file_actions_addinherit_np(&actions_, standard);
    }
    if (!directory.empty()) ::posix_spawn_file_actions_addchdir_np(&actions_, directory.c_str());
    sigset_t to_default;
    sigemptyset(&to_default);
    for (int number = 1; number < NSIG; ++number) {
      if (sigismember(&surroundings.ignored, number) == 0) sigaddset(&to_default, number);
    }
    ::posix_spawnattr_setsigdefault(&attributes_, &to_default);
    ::posix_spawnattr_setsigmask(&attributes_, &surroundings.mask);
    ::posix_spawnattr_setflags(&attributes_,
                               POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_CLOEXEC_DEFAULT);
  }
  ~SpawnPlan() {
    ::posix_spawn_file_actions_destroy(&actions_);
    ::posix_spawnattr_destroy(&attributes_);
  }
  SpawnPlan(const SpawnPlan&) = delete;
  SpawnPlan& operator=(const SpawnPlan&) = delete;

  /// 0, or the errno.
  int run(const std::string& program, std::vector<std::string>& words, std::vector<std::string>& block, pid_t& pid) {
    return ::posix_spawn(&pid, program.c_str(), &actions_, &attributes_, pointers(words).data(),
                         pointers(block).data());
  }

 private:
  posix_spawn_file_actions_t actions_{};
  posix_spawnattr_t attributes_{};
};

}  // namespace

Result<ProcessId> SpawnProcessLauncher::start(const ProcessSpec& spec) {
  if (auto usable = check_start_directory(spec.directory, spec.program); !usable) {
    return tl::unexpected(std::move(usable.error()));
  }
  std::vector<std::string> words{spec.argv0.empty() ? spec.program : spec.argv0};
  words.insert(words.end(), spec.arguments.begin(), spec.arguments.end());
  std::vector<std::string> block;
  for (const auto& [name, value] : spec.environment.variables()) block.push_back(name + "=" + value);

  const LimitOfDescriptors limit(surroundings_.descriptors);
  SpawnPlan plan(surroundings_, spec.directory);
  pid_t pid = 0;
  int error = plan.run(spec.program, words, block, pid);
  if (error == ENOEXEC && !looks_binary(spec.program)) {
    words.insert(words.begin() + 1, spec.program);
    error = plan.run(kShell, words, block, pid);
  }
  if (error != 0) return start_failure(spec.program, error);
  return pid;
}

}  // namespace sallyport
