#include "platform/posix/boost_process_launcher.hpp"

#define BOOST_PROCESS_V2_SEPARATE_COMPILATION
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/asio/io_context.hpp>
#include <boost/process/v2/posix/vfork_launcher.hpp>
#include <boost/process/v2/process.hpp>
#include <boost/process/v2/src.hpp>
#include <cerrno>
#include <vector>

#include "platform/posix/start_failure.hpp"

namespace sallyport {
namespace {

namespace process = boost::process::v2;

#ifdef __SANITIZE_THREAD__
// The thread sanitizer makes a fork of vfork, after which nobody would wait for the exec.
using ForkingLauncher = process::default_process_launcher;
#else
using ForkingLauncher = process::posix::vfork_launcher;
#endif

/// What a process is started with beside its program. Boost.Process detects some hooks with one argument more than it
/// calls them with; those must be variadic.
class StartUp {
 public:
  StartUp(const std::vector<std::string>& argv, const std::vector<std::string>& environment,
          const std::string& directory, const ProcessSurroundings& surroundings)
      : argv_(pointers(argv)),
        environment_(pointers(environment)),
        directory_(directory),
        surroundings_(surroundings) {}

  template <typename Launcher, typename CommandLine>
  process::error_code on_setup(Launcher& launcher, const process::filesystem::path&, CommandLine& command_line) {
    command_line = argv_.data();
    launcher.env = environment_.data();
    return {};
  }

  // In the child, between fork and exec: async-signal-safe calls only.
  template <typename Launcher, typename CommandLine>
  process::error_code on_exec_setup(Launcher&, const process::filesystem::path&, const CommandLine&) {
    ::syscall(SYS_close_range, 3U, ~0U, 1U << 2 /* CLOSE_RANGE_CLOEXEC */);
    if (!directory_.empty() && ::chdir(directory_.c_str()) != 0) {
      return {errno, process::system_category()};
    }
    ::setrlimit(RLIMIT_NOFILE, &surroundings_.descriptors);
    for (int number = 1; number < NSIG; ++number) {
      struct sigaction action {};
      action.sa_handler = sigismember(&surroundings_.ignored, number) == 1 ? SIG_IGN : SIG_DFL;
      ::sigaction(number, &action, nullptr);
    }
    ::sigprocmask(SIG_SETMASK, &surroundings_.mask, nullptr);
    return {};
  }

  /// Without this the child would run our atexit handlers.
  template <typename... Arguments>
  void on_exec_error(Arguments&&...) {
    ::_exit(127);
  }

  /// Without this a failed exec would leave a zombie.
  template <typename Launcher, typename... Arguments>
  void on_error(Launcher& launcher, Arguments&&...) {
    while (launcher.pid > 0 && ::waitpid(launcher.pid, nullptr, 0) == -1 && errno == EINTR) {
    }
  }

 private:
  static std::vector<const char*> pointers(const std::vector<std::string>& strings) {
    std::vector<const char*> result;
    result.reserve(strings.size() + 1);
    for (const auto& string : strings) {
      result.push_back(string.c_str());
    }
    result.push_back(nullptr);
    return result;
  }

  std::vector<const char*> argv_;
  std::vector<const char*> environment_;
  const std::string& directory_;
  const ProcessSurroundings& surroundings_;
};

}  // namespace

BoostProcessLauncher::BoostProcessLauncher() : surroundings_(own_surroundings()) {}

Result<ProcessId> BoostProcessLauncher::start(const ProcessSpec& spec) {
  if (auto usable = check_start_directory(spec.directory, spec.program); !usable) {
    return tl::unexpected(usable.error());
  }
  std::vector<std::string> argv{spec.argv0.empty() ? spec.program : spec.argv0};
  argv.insert(argv.end(), spec.arguments.begin(), spec.arguments.end());
  std::vector<std::string> environment;
  environment.reserve(spec.environment.variables().size());
  for (const auto& [name, value] : spec.environment.variables()) {
    environment.push_back(name + "=" + value);
  }

  const auto execute = [&](const std::string& program, int& error) -> ProcessId {
    try {
      boost::asio::io_context context(1);
      process::error_code code;
      ForkingLauncher launcher;
      auto child = launcher(context, code, process::filesystem::path(program), std::vector<std::string>{},
                            StartUp(argv, environment, spec.directory, surroundings_));
      error = code.value();
      // The caller waits for the process itself; Boost would kill it at the end of this block.
      child.detach();
      return launcher.pid;
    } catch (const boost::system::system_error& thrown) {
      error = thrown.code().value();
      return -1;
    }
  };

  int error = 0;
  ProcessId pid = execute(spec.program, error);
  if (error == ENOEXEC && !looks_binary(spec.program)) {
    argv.insert(argv.begin() + 1, spec.program);
    error = 0;
    pid = execute(kShell, error);
  }
  if (error != 0) {
    return start_failure(spec.program, error);
  }
  return pid;
}

}  // namespace sallyport
