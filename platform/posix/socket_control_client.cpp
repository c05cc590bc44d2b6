#include "platform/posix/socket_control_client.hpp"

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

std::string socket_path(const std::string& directory, ProcessId supervisor) {
  return fmt::format("{}/{}.sock", directory, supervisor);
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
    if (error == ECONNREFUSED || error == ENOENT) return supervisor_not_running(supervisor);
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
};

Result<Exchange> begin(const std::string& directory, ProcessId supervisor, const ControlRequest& request) {
  auto socket = connect_to(socket_path(directory, supervisor), supervisor);
  if (!socket) return tl::unexpected(socket.error());
  const auto line = format_request(request);
  if (send_without_signal(socket->get(), line.data(), line.size(), Waiting::kNever) !=
      static_cast<ssize_t>(line.size())) {
    return supervisor_not_running(supervisor);
  }
  return Exchange{std::move(*socket), {}, false};
}

/// Reads until every exchange has ended, `deadline` has passed, or `wake` can be read.
void await(std::vector<Result<Exchange>>& exchanges, Clock::time_point deadline, int wake) {
  for (;;) {
    std::vector<pollfd> waits{{wake, POLLIN, 0}};
    bool all_ended = true;
    for (const auto& exchange : exchanges) {
      const bool waiting = exchange && !exchange->ended;
      all_ended = all_ended && !waiting;
      waits.push_back({waiting ? exchange->socket.get() : -1, POLLIN, 0});
    }
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now());
    if (all_ended || left.count() <= 0) return;
    if (::poll(waits.data(), waits.size(), static_cast<int>(left.count())) < 0 && errno != EINTR) return;
    if (waits[0].revents != 0) return;
    for (std::size_t index = 0; index < exchanges.size(); ++index) {
      if (waits[index + 1].revents != 0) exchanges[index]->read();
    }
  }
}

}  // namespace

std::unique_ptr<ControlClient> make_control_client(const Paths& paths) {
  return std::make_unique<SocketControlClient>(paths);
}

std::vector<ProcessId> SocketControlClient::supervisors() {
  std::vector<ProcessId> found;
  const auto directory = paths_.runtime_directory();
  if (!directory) return found;
  const std::unique_ptr<DIR, int (*)(DIR*)> entries(::opendir(directory->c_str()), ::closedir);
  while (const dirent* entry = entries ? ::readdir(entries.get()) : nullptr) {
    const std::string_view name(entry->d_name);
    ProcessId supervisor = 0;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), supervisor);
    if (error == std::errc() && std::string_view(end) == ".sock") found.push_back(supervisor);
  }
  return found;
}

std::vector<Result<ControlAnswer>> SocketControlClient::ask(std::span<const ProcessId> supervisors,
                                                            const ControlRequest& request,
                                                            std::chrono::milliseconds limit,
                                                            const std::stop_token& stop) {
  std::vector<Result<ControlAnswer>> answers;
  const auto fail_all = [&](const Error& error) {
    return std::vector<Result<ControlAnswer>>(supervisors.size(), tl::unexpected(error));
  };
  const auto directory = paths_.runtime_directory();
  if (!directory) return fail_all(directory.error());
  const auto wake = open_pipe(Waiting::kNever);
  if (!wake) return fail_all({ErrorCode::kIo, "No pipe can be made.", std::system_category().message(errno)});
  const std::stop_callback on_stop(stop,
                                   [&] { [[maybe_unused]] const auto size = ::write(wake->second.get(), "", 1); });
  std::vector<Result<Exchange>> asked;
  for (const ProcessId supervisor : supervisors) asked.push_back(begin(*directory, supervisor, request));
  await(asked, Clock::now() + limit, wake->first.get());
  for (std::size_t i = 0; i < asked.size(); ++i) {
    if (!asked[i]) {
      answers.emplace_back(tl::unexpected(asked[i].error()));
    } else if (asked[i]->ended) {
      answers.push_back(answer_of(supervisors[i], asked[i]->reply));
    } else {
      answers.emplace_back(no_answer(supervisors[i], stop));
    }
  }
  return answers;
}

}  // namespace sallyport
