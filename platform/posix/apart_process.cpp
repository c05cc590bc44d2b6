#include "platform/posix/apart_process.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>
#include <vector>

#include "platform/posix/descriptor_range.hpp"

namespace sallyport {
namespace {

std::vector<char*> pointers(std::vector<std::string>& strings) {
  std::vector<char*> result;
  for (std::string& string : strings) result.push_back(string.data());
  result.push_back(nullptr);
  return result;
}

/// In the new process: async-signal-safe calls only, since other threads may have held any lock.
[[noreturn]] void become(const char* program, char* const* argv, char* const* environment,
                         const ProcessSurroundings& surroundings) {
  ::setsid();
  const int null = ::open("/dev/null", O_RDWR);
  for (const int standard : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) ::dup2(null, standard);
  close_descriptors_from(STDERR_FILENO + 1);
  ::setrlimit(RLIMIT_NOFILE, &surroundings.descriptors);
  for (int number = 1; number < NSIG; ++number) {
    struct sigaction action {};
    action.sa_handler = sigismember(&surroundings.ignored, number) == 1 ? SIG_IGN : SIG_DFL;
    ::sigaction(number, &action, nullptr);
  }
  ::sigprocmask(SIG_SETMASK, &surroundings.mask, nullptr);
  ::execve(program, argv, environment);
  ::_exit(127);
}

}  // namespace

ProcessSurroundings own_surroundings() {
  ProcessSurroundings surroundings;
  ::sigprocmask(SIG_SETMASK, nullptr, &surroundings.mask);
  sigemptyset(&surroundings.ignored);
  ::getrlimit(RLIMIT_NOFILE, &surroundings.descriptors);
  for (int number = 1; number < NSIG; ++number) {
    struct sigaction action {};
    if (::sigaction(number, nullptr, &action) == 0 && action.sa_handler == SIG_IGN) {
      sigaddset(&surroundings.ignored, number);
    }
  }
  return surroundings;
}

Result<void> start_apart(const ProcessSpec& spec, const ProcessSurroundings& surroundings, pid_t (*make_process)()) {
  if (::access(spec.program.c_str(), X_OK) != 0) {
    return failure(ErrorCode::kCommandNotFound, fmt::format("There is no program {}.", spec.program));
  }
  std::vector<std::string> words{spec.argv0.empty() ? spec.program : spec.argv0};
  words.insert(words.end(), spec.arguments.begin(), spec.arguments.end());
  std::vector<std::string> block;
  for (const auto& [name, value] : spec.environment.variables()) block.push_back(name + "=" + value);
  const auto argv = pointers(words);
  const auto environment = pointers(block);
  const pid_t pid = make_process();
  if (pid == 0) become(spec.program.c_str(), argv.data(), environment.data(), surroundings);
  if (pid < 0) {
    const auto reason = std::system_category().message(errno);
    return failure(ErrorCode::kIo, fmt::format("{} was not started: {}.", spec.program, reason), reason);
  }
  return {};
}

}  // namespace sallyport
