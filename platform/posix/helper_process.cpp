#include "platform/helper_process.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <thread>
#include <utility>
#include <vector>

#include "platform/posix/descriptor_range.hpp"
#include "platform/posix/local_socket.hpp"

namespace sallyport {
namespace {

constexpr std::chrono::milliseconds kTick{10};
constexpr std::chrono::seconds kGrace{3};

struct Pipe {
  FileDescriptor read;
  FileDescriptor write;
};

Result<Pipe> make_pipe() {
  auto ends = open_pipe(Waiting::kBlocking);
  if (!ends) return failure(ErrorCode::kIo, "No pipe can be made.", std::strerror(errno));
  return Pipe{std::move(ends->first), std::move(ends->second)};
}

/// What the new process does between fork and exec.
class SpawnPlan {
 public:
  SpawnPlan() {
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawnattr_init(&attributes);
    sigset_t none;
    sigset_t all;
    sigemptyset(&none);
    sigfillset(&all);
    ::posix_spawnattr_setsigmask(&attributes, &none);
    ::posix_spawnattr_setsigdefault(&attributes, &all);
  }
  ~SpawnPlan() {
    ::posix_spawn_file_actions_destroy(&actions);
    ::posix_spawnattr_destroy(&attributes);
  }
  SpawnPlan(const SpawnPlan&) = delete;
  SpawnPlan& operator=(const SpawnPlan&) = delete;

  posix_spawn_file_actions_t actions{};
  posix_spawnattr_t attributes{};
};

/// The null-ended array of words that exec takes; valid while `words` is.
std::vector<char*> pointers(std::vector<std::string>& words) {
  std::vector<char*> result;
  result.reserve(words.size() + 1);
  for (std::string& word : words) result.push_back(word.data());
  result.push_back(nullptr);
  return result;
}

int exit_code_of(int status) { return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status); }

}  // namespace

struct HelperProcess::State {
  pid_t pid = -1;
  FileDescriptor output;
  FileDescriptor messages;
  Ended ended;

  /// Takes in what was written, for which it waits up to `patience`; false when there was nothing.
  bool read_output(std::chrono::milliseconds patience);
};

HelperProcess::HelperProcess(std::unique_ptr<State> state) : state_(std::move(state)) {}

Result<std::unique_ptr<HelperProcess>> HelperProcess::start(const ProcessSpec& spec, std::string_view input,
                                                            Streams streams) {
  Result<Pipe> in = make_pipe();
  Result<Pipe> out = make_pipe();
  Result<Pipe> messages = make_pipe();
  if (!in || !out || !messages) return failure(ErrorCode::kIo, "No pipe can be made.");
  if (::write(in->write.get(), input.data(), input.size()) != static_cast<ssize_t>(input.size())) {
    return failure(ErrorCode::kIo, fmt::format("{} cannot be given its input.", spec.program));
  }

  SpawnPlan plan;
  ::posix_spawn_file_actions_adddup2(&plan.actions, in->read.get(), STDIN_FILENO);
  if (streams == Streams::kCaptured) {
    ::posix_spawn_file_actions_adddup2(&plan.actions, out->write.get(), STDOUT_FILENO);
    ::posix_spawn_file_actions_adddup2(&plan.actions, messages->write.get(), STDERR_FILENO);
  } else {
    ::posix_spawn_file_actions_addopen(&plan.actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    ::posix_spawn_file_actions_adddup2(&plan.actions, STDOUT_FILENO, STDERR_FILENO);
  }
  spawn_with_streams_only(plan.actions, plan.attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  if (!spec.directory.empty()) ::posix_spawn_file_actions_addchdir_np(&plan.actions, spec.directory.c_str());

  std::vector<std::string> words = {spec.argv0.empty() ? spec.program : spec.argv0};
  words.insert(words.end(), spec.arguments.begin(), spec.arguments.end());
  std::vector<std::string> variables;
  variables.reserve(spec.environment.variables().size());
  for (const auto& [name, value] : spec.environment.variables()) variables.push_back(fmt::format("{}={}", name, value));

  auto state = std::make_unique<State>();
  const int error = ::posix_spawn(&state->pid, spec.program.c_str(), &plan.actions, &plan.attributes,
                                  pointers(words).data(), pointers(variables).data());
  if (error != 0) {
    return failure(error == ENOENT ? ErrorCode::kCommandNotFound : ErrorCode::kCommandNotExecutable,
                   fmt::format("{} cannot be started.", spec.program), std::strerror(error));
  }
  if (streams == Streams::kCaptured) {
    state->output = std::move(out->read);
    state->messages = std::move(messages->read);
  }
  return std::unique_ptr<HelperProcess>(new HelperProcess(std::move(state)));
}

HelperProcess::~HelperProcess() {
  const pid_t pid = state_->pid;
  if (pid <= 0) return;
  ::kill(pid, SIGTERM);
  const auto limit = std::chrono::steady_clock::now() + kGrace;
  while (::waitpid(pid, nullptr, WNOHANG) == 0) {
    if (std::chrono::steady_clock::now() > limit) {
      ::kill(pid, SIGKILL);
      ::waitpid(pid, nullptr, 0);
      return;
    }
    std::this_thread::sleep_for(kTick);
  }
}

bool HelperProcess::State::read_output(std::chrono::milliseconds patience) {
  std::array<pollfd, 2> waiting = {pollfd{output ? output.get() : -1, POLLIN, 0},
                                   pollfd{messages ? messages.get() : -1, POLLIN, 0}};
  if (::poll(waiting.data(), waiting.size(), static_cast<int>(patience.count())) <= 0) return false;
  for (std::size_t i = 0; i < waiting.size(); ++i) {
    if (waiting[i].revents == 0) continue;
    std::array<char, 4096> buffer{};
    const ssize_t count = ::read(waiting[i].fd, buffer.data(), buffer.size());
    if (count > 0) {
      (i == 0 ? ended.output : ended.messages).append(buffer.data(), static_cast<std::size_t>(count));
    } else if (count == 0) {
      (i == 0 ? output : messages).reset();
    }
  }
  return true;
}

Result<HelperProcess::Ended> HelperProcess::finish(std::chrono::milliseconds timeout, const std::stop_token& stop) {
  const auto limit = std::chrono::steady_clock::now() + timeout;
  int status = 0;
  while (::waitpid(state_->pid, &status, WNOHANG) == 0) {
    if (stop.stop_requested()) return failure(ErrorCode::kCancelled, "Cancelled.");
    if (std::chrono::steady_clock::now() > limit) return failure(ErrorCode::kTimedOut, "A program took too long.");
    state_->read_output(kTick);
  }
  state_->pid = -1;
  // What it left in the pipes; a process that it left behind may hold them open for ever.
  while (state_->read_output(std::chrono::milliseconds(0))) {
  }
  state_->ended.code = exit_code_of(status);
  return std::move(state_->ended);
}

}  // namespace sallyport
