#include "platform/posix/socket_supervisors.hpp"

#include <dirent.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <memory>
#include <system_error>

#include "app/control_protocol.hpp"
#include "app/supervisor.hpp"
#include "platform/posix/file_descriptor.hpp"
#include "platform/posix/local_socket.hpp"
#include "platform/posix/same_user.hpp"

namespace sallyport {
namespace {

using Clock = std::chrono::steady_clock;

/// Longer than a supervisor takes to find out whether its launch is stale.
constexpr std::chrono::milliseconds kStatusTime{2500};
/// For the launch itself, after the client has quit; a keychain may ask its user to unlock it.
constexpr std::chrono::seconds kLaunchTime{90};

std::string socket_path(const std::string& directory, ProcessId supervisor) {
  return fmt::format("{}/{}.sock", directory, supervisor);
}

tl::unexpected<Error> not_running(ProcessId supervisor) {
  return failure(ErrorCode::kNotRunning, fmt::format("Supervisor {} is not running any more.", supervisor));
}

Result<FileDescriptor> connect_to(const std::string& path, ProcessId supervisor) {
  FileDescriptor socket = open_local_socket(Waiting::kNever);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (!socket || path.size() >= sizeof(address.sun_path)) {
    return failure(ErrorCode::kIo, fmt::format("The control socket {} cannot be opened.", path));
  }
  std::memcpy(address.sun_path, path.data(), path.size());
  // Connecting to a listening Unix socket is done at once, or refused when too many wait.
  if (::connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0) {
    const int error = errno;
    if (error == ECONNREFUSED) ::unlink(path.c_str());
    if (error == ECONNREFUSED || error == ENOENT) return not_running(supervisor);
    return failure(ErrorCode::kIo, fmt::format("Supervisor {} cannot be reached.", supervisor),
                   std::system_category().message(error));
  }
  if (!is_same_user(socket.get())) {
    return failure(ErrorCode::kIo, fmt::format("{} belongs to another user and was not asked anything.", path));
  }
  return socket;
}

/// One question under way.
struct Exchange {
  ProcessId supervisor = 0;
  FileDescriptor socket;
  std::string reply;
  bool ended = false;  ///< the whole line is there, or the peer closed

  void read() {
    std::array<char, 4096> buffer{};
    const ssize_t count = ::recv(socket.get(), buffer.data(), buffer.size(), 0);
    if (count > 0) reply.append(buffer.data(), static_cast<std::size_t>(count));
    const bool again = count < 0 && (errno == EAGAIN || errno == EINTR);
    ended = (count <= 0 && !again) || reply.ends_with('\n') || reply.size() > kControlReplyLimit;
  }
  [[nodiscard]] Result<ControlAnswer> answer() const {
    if (!reply.ends_with('\n')) {
      return failure(ErrorCode::kFailed, fmt::format("Supervisor {} ended before it answered.", supervisor));
    }
    return parse_reply(std::string_view(reply).substr(0, reply.size() - 1));
  }
};

Result<Exchange> ask(const std::string& directory, ProcessId supervisor, const ControlRequest& request) {
  auto socket = connect_to(socket_path(directory, supervisor), supervisor);
  if (!socket) return tl::unexpected(socket.error());
  const auto line = format_request(request);
  if (send_without_signal(socket->get(), line.data(), line.size(), Waiting::kNever) !=
      static_cast<ssize_t>(line.size())) {
    return not_running(supervisor);
  }
  return Exchange{supervisor, std::move(*socket), {}, false};
}

/// Reads until every exchange has ended, `deadline` has passed, or `wake` can be read (-1: never).
void await(std::vector<Exchange>& exchanges, Clock::time_point deadline, int wake) {
  for (;;) {
    std::vector<pollfd> waits{{wake, POLLIN, 0}};
    for (const auto& exchange : exchanges) waits.push_back({exchange.ended ? -1 : exchange.socket.get(), POLLIN, 0});
    const bool all_ended = std::all_of(exchanges.begin(), exchanges.end(), [](const auto& one) { return one.ended; });
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now());
    if (all_ended || left.count() <= 0) return;
    if (::poll(waits.data(), waits.size(), static_cast<int>(left.count())) < 0 && errno != EINTR) return;
    if (waits[0].revents != 0) return;
    for (std::size_t index = 0; index < exchanges.size(); ++index) {
      if (waits[index + 1].revents != 0) exchanges[index].read();
    }
  }
}

Result<ControlAnswer> ask_and_wait(const Paths& paths, ProcessId supervisor, const ControlRequest& request,
                                   std::chrono::milliseconds limit, const std::stop_token& stop) {
  const auto directory = paths.runtime_directory();
  if (!directory) return tl::unexpected(directory.error());
  auto exchange = ask(*directory, supervisor, request);
  if (!exchange) return tl::unexpected(exchange.error());
  const auto wake = open_pipe(Waiting::kNever);
  if (!wake) return failure(ErrorCode::kIo, "No pipe can be made.", std::system_category().message(errno));
  const std::stop_callback on_stop(stop,
                                   [&] { [[maybe_unused]] const auto size = ::write(wake->second.get(), "", 1); });
  std::vector<Exchange> exchanges;
  exchanges.push_back(std::move(*exchange));
  await(exchanges, Clock::now() + limit, wake->first.get());
  if (exchanges.front().ended) return exchanges.front().answer();
  if (stop.stop_requested())
    return failure(ErrorCode::kCancelled, "The wait was given up; the client was left as it is.");
  return failure(ErrorCode::kTimedOut, fmt::format("Supervisor {} did not answer in time. Try again.", supervisor));
}

std::chrono::milliseconds quit_limit(const QuitRequest& quit) {
  return quit.force_after.value_or(Supervisor::kQuitTime) + Supervisor::kForceTime + kLaunchTime;
}

}  // namespace

std::vector<SupervisorStatus> SocketSupervisors::list(const std::string& settings_file) {
  std::vector<SupervisorStatus> found;
  const auto directory = paths_.runtime_directory();
  if (!directory) return found;
  const std::unique_ptr<DIR, int (*)(DIR*)> entries(::opendir(directory->c_str()), ::closedir);
  if (!entries) return found;
  std::vector<Exchange> exchanges;
  while (const dirent* entry = ::readdir(entries.get())) {
    const std::string_view name(entry->d_name);
    ProcessId supervisor = 0;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), supervisor);
    if (error != std::errc() || std::string_view(end) != ".sock") continue;
    if (auto exchange = ask(*directory, supervisor, {ControlRequest::Verb::kStatus})) {
      exchanges.push_back(std::move(*exchange));
    }
  }
  await(exchanges, Clock::now() + kStatusTime, -1);
  const auto wanted = as_transmitted(settings_file);
  for (const auto& exchange : exchanges) {
    const auto answer = exchange.answer();
    const auto* status = answer ? std::get_if<SupervisorStatus>(&*answer) : nullptr;
    if (status != nullptr && status->settings_file == wanted) found.push_back(*status);
  }
  std::sort(found.begin(), found.end(), [](const auto& left, const auto& right) {
    return std::pair(left.since, left.supervisor_pid) < std::pair(right.since, right.supervisor_pid);
  });
  return found;
}

Result<RestartOutcome> SocketSupervisors::restart(ProcessId supervisor_pid, const QuitRequest& quit) {
  auto answer = ask_and_wait(paths_, supervisor_pid, {ControlRequest::Verb::kRestart, quit.force_after},
                             quit_limit(quit), quit.stop);
  if (!answer) return tl::unexpected(answer.error());
  if (const auto* outcome = std::get_if<RestartOutcome>(&*answer)) return *outcome;
  return failure(ErrorCode::kFailed, "The supervisor gave the answer to another question.");
}

Result<void> SocketSupervisors::stop(ProcessId supervisor_pid, const QuitRequest& quit) {
  auto answer = ask_and_wait(paths_, supervisor_pid, {ControlRequest::Verb::kStop, quit.force_after}, quit_limit(quit),
                             quit.stop);
  // One that is gone has stopped.
  if (!answer && answer.error().code != ErrorCode::kNotRunning) return tl::unexpected(answer.error());
  return {};
}

Result<void> SocketSupervisors::reload(ProcessId supervisor_pid) {
  auto answer = ask_and_wait(paths_, supervisor_pid, {ControlRequest::Verb::kReload}, kStatusTime, {});
  if (!answer) return tl::unexpected(answer.error());
  return {};
}

Result<ActivityPage> SocketSupervisors::activity(ProcessId supervisor_pid, std::uint64_t begin) {
  const ControlRequest request{.verb = ControlRequest::Verb::kActivity, .begin = begin};
  auto answer = ask_and_wait(paths_, supervisor_pid, request, kStatusTime, {});
  if (!answer) return tl::unexpected(answer.error());
  if (auto* page = std::get_if<ActivityPage>(&*answer)) return std::move(*page);
  return failure(ErrorCode::kFailed, "The supervisor gave the answer to another question.");
}

}  // namespace sallyport
