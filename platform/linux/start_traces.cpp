#include "platform/linux/start_traces.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "app/start_notice.hpp"
#include "platform/linux/proc_file.hpp"
#include "platform/posix/file_descriptor.hpp"

namespace sallyport {
namespace {

Environment environment_of(pid_t pid) {
  std::istringstream text(read_proc_file(fmt::format("/proc/{}/environ", pid)).value_or(""));
  std::vector<std::string> block;
  for (std::string variable; std::getline(text, variable, '\0');) block.push_back(variable);
  return Environment::from_block(block);
}

bool has_controlling_terminal() {
  return FileDescriptor(::open("/dev/tty", O_RDONLY | O_NOCTTY | O_CLOEXEC)).get() >= 0;
}

/// A socket with a name is the journal's, which nobody waits for; the ends of a pair have none.
bool is_read_by_program(int stream) {
  struct stat status {};
  if (::fstat(stream, &status) != 0) return false;
  if (S_ISFIFO(status.st_mode)) return true;
  if (!S_ISSOCK(status.st_mode)) return false;
  sockaddr_un peer{};
  socklen_t size = sizeof(peer);
  return ::getpeername(stream, reinterpret_cast<sockaddr*>(&peer), &size) == 0 &&
         size <= offsetof(sockaddr_un, sun_path);
}

bool is_inherited(const StartTraces& traces, std::string_view name, const std::string& value) {
  const std::string* parents = traces.parents.find(name);
  return parents != nullptr && *parents == value;
}

}  // namespace

StartTraces own_start_traces(Environment environment) {
  return {.self = ::getpid(),
          .environment = std::move(environment),
          .parents = environment_of(::getppid()),
          .has_terminal = has_controlling_terminal(),
          .is_read = is_read_by_program(STDOUT_FILENO) || is_read_by_program(STDERR_FILENO)};
}

bool is_by_desktop(const StartTraces& traces) {
  const std::string* pid = traces.environment.find(kGioLaunchedPid);
  if (pid != nullptr && *pid == std::to_string(traces.self)) return true;
  const bool has_token = std::ranges::any_of(kActivationTokens, [&](std::string_view name) {
    const std::string* token = traces.environment.find(name);
    return token != nullptr && !token->empty() && !is_inherited(traces, name, *token);
  });
  return has_token || (!traces.has_terminal && !traces.is_read);
}

}  // namespace sallyport
