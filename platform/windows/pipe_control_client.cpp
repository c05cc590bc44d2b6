#include "platform/windows/pipe_control_client.hpp"

#include <fmt/format.h>
#include <windows.h>

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/windows/stream_handle.hpp>
#include <boost/asio/write.hpp>
#include <charconv>
#include <filesystem>
#include <optional>
#include <system_error>

#include "platform/windows/handle.hpp"
#include "platform/windows/last_error.hpp"
#include "platform/windows/pipe_access.hpp"
#include "platform/windows/utf16.hpp"

namespace sallyport {
namespace {

namespace asio = boost::asio;
using Clock = std::chrono::steady_clock;

/// How long one that is busy is waited for before the others are asked.
constexpr DWORD kBusyTime = 50;  // milliseconds

/// Empty: it is busy with another peer, or was short of something when it was to listen again.
Result<std::optional<Handle>> connect_to(const std::string& directory, ProcessId supervisor) {
  const std::string key = read_control_key(directory, supervisor);
  if (key.empty()) return supervisor_not_running(supervisor);
  const std::wstring name = pipe_name(key);
  // It may ask who this is, and act as nobody.
  Handle pipe(::CreateFileW(name.c_str(), GENERIC_READ | GENERIC_WRITE, 0, nullptr, OPEN_EXISTING,
                            FILE_FLAG_OVERLAPPED | SECURITY_SQOS_PRESENT | SECURITY_IDENTIFICATION, nullptr));
  const DWORD error = ::GetLastError();
  if (pipe) {
    if (is_server_same_user(pipe.get())) return std::optional(std::move(pipe));
    if (read_control_key(directory, supervisor).empty()) return supervisor_not_running(supervisor);
    return failure(ErrorCode::kIo,
                   fmt::format("{} belongs to another user and was not asked anything.", to_utf8(name)));
  }
  if (error == ERROR_PIPE_BUSY) {
    ::WaitNamedPipeW(name.c_str(), kBusyTime);
    return std::optional<Handle>();
  }
  if (error == ERROR_FILE_NOT_FOUND) {
    if (remove_left_mark(directory, supervisor)) return supervisor_not_running(supervisor);
    ::Sleep(kBusyTime);
    return std::optional<Handle>();
  }
  return failure(ErrorCode::kIo, fmt::format("Supervisor {} cannot be reached.", supervisor),
                 describe_windows_error(error));
}

/// One question under way.
struct Exchange {
  Exchange(asio::io_context& context, Handle handle) : pipe(context, handle.release()) {}

  void begin(const std::string& request) {
    boost::system::error_code error;
    asio::write(pipe, asio::buffer(request), error);
    asio::async_read_until(pipe, asio::dynamic_buffer(reply, kControlReplyLimit + 1), '\n',
                           [this](const boost::system::error_code&, std::size_t) { ended = true; });
  }

  asio::windows::stream_handle pipe;
  std::string reply;
  bool ended = false;  ///< the whole line is there, or the peer closed
};

}  // namespace

std::unique_ptr<ControlClient> make_control_client(const Paths& paths) {
  return std::make_unique<PipeControlClient>(paths);
}

std::vector<ProcessId> PipeControlClient::supervisors() {
  std::vector<ProcessId> found;
  const auto directory = paths_.runtime_directory();
  if (!directory) return found;
  std::error_code error;
  for (std::filesystem::directory_iterator entry(to_utf16(*directory), error), end; !error && entry != end;
       entry.increment(error)) {
    if (entry->path().extension() != L".pipe") continue;
    const std::string name = to_utf8(entry->path().stem().wstring());
    ProcessId supervisor = 0;
    const auto [rest, unread] = std::from_chars(name.data(), name.data() + name.size(), supervisor);
    if (unread == std::errc() && rest == name.data() + name.size()) found.push_back(supervisor);
  }
  return found;
}

std::vector<Result<ControlAnswer>> PipeControlClient::ask(std::span<const ProcessId> supervisors,
                                                          const ControlRequest& request,
                                                          std::chrono::milliseconds limit,
                                                          const std::stop_token& stop) {
  std::vector<Result<ControlAnswer>> answers(supervisors.size(), failure(ErrorCode::kTimedOut, "Nobody was asked."));
  const auto directory = paths_.runtime_directory();
  if (!directory) return std::vector<Result<ControlAnswer>>(supervisors.size(), tl::unexpected(directory.error()));
  const auto deadline = Clock::now() + limit;
  asio::io_context context;
  std::vector<std::unique_ptr<Exchange>> asked(supervisors.size());
  std::vector<std::size_t> busy;
  for (std::size_t i = 0; i < supervisors.size(); ++i) busy.push_back(i);
  while (!busy.empty() && Clock::now() < deadline && !stop.stop_requested()) {
    std::erase_if(busy, [&](std::size_t i) {
      auto pipe = connect_to(*directory, supervisors[i]);
      if (!pipe) {
        answers[i] = tl::unexpected(pipe.error());
      } else if (*pipe) {
        asked[i] = std::make_unique<Exchange>(context, *std::move(*pipe));
        asked[i]->begin(format_request(request));
      }
      return !pipe || *pipe;
    });
  }
  for (const std::size_t i : busy) answers[i] = no_answer(supervisors[i], stop);
  {
    const std::stop_callback on_stop(stop, [&] { context.stop(); });
    context.run_until(deadline);
  }
  for (std::size_t i = 0; i < asked.size(); ++i) {
    if (!asked[i]) continue;
    answers[i] = asked[i]->ended ? answer_of(supervisors[i], asked[i]->reply) : no_answer(supervisors[i], stop);
    asked[i]->pipe.close();
  }
  // What was given up lets go of its buffer before that goes.
  context.restart();
  context.run();
  return answers;
}

}  // namespace sallyport
