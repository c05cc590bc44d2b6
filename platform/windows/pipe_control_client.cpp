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
#include <system_error>

#include "platform/windows/handle.hpp"
#include "platform/windows/last_error.hpp"
#include "platform/windows/pipe_access.hpp"
#include "platform/windows/utf16.hpp"

namespace sallyport {
namespace {

namespace asio = boost::asio;
using Clock = std::chrono::steady_clock;

Result<Handle> connect_to(ProcessId supervisor, Clock::time_point deadline) {
  const std::wstring name = control_pipe_name(supervisor);
  for (;;) {
    // It may ask who this is, and act as nobody.
    Handle pipe(::CreateFileW(name.c_str(), GENERIC_READ | GENERIC_WRITE, 0, nullptr, OPEN_EXISTING,
                              FILE_FLAG_OVERLAPPED | SECURITY_SQOS_PRESENT | SECURITY_IDENTIFICATION, nullptr));
    const DWORD error = ::GetLastError();
    if (pipe) {
      if (is_server_same_user(pipe.get())) return pipe;
      return failure(ErrorCode::kIo,
                     fmt::format("{} belongs to another user and was not asked anything.", to_utf8(name)));
    }
    if (error == ERROR_FILE_NOT_FOUND) return supervisor_not_running(supervisor);
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now()).count();
    // Between one peer and the next there is none to connect to.
    if (error != ERROR_PIPE_BUSY || left <= 0 || ::WaitNamedPipeW(name.c_str(), static_cast<DWORD>(left)) == 0) {
      return failure(ErrorCode::kIo, fmt::format("Supervisor {} cannot be reached.", supervisor),
                     describe_windows_error(error));
    }
  }
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

std::vector<bool> which_ended(const std::vector<Result<std::unique_ptr<Exchange>>>& exchanges) {
  std::vector<bool> ended;
  for (const auto& exchange : exchanges) ended.push_back(exchange && (*exchange)->ended);
  return ended;
}

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
  const auto deadline = Clock::now() + limit;
  asio::io_context context;
  std::vector<Result<std::unique_ptr<Exchange>>> asked;
  for (const ProcessId supervisor : supervisors) {
    auto pipe = connect_to(supervisor, deadline);
    if (!pipe) {
      asked.emplace_back(tl::unexpected(pipe.error()));
      continue;
    }
    asked.emplace_back(std::make_unique<Exchange>(context, std::move(*pipe)));
    (*asked.back())->begin(format_request(request));
  }
  {
    const std::stop_callback on_stop(stop, [&] { context.stop(); });
    context.run_until(deadline);
  }
  const std::vector<bool> ended = which_ended(asked);
  // What was given up lets go of its buffer before that goes.
  for (auto& exchange : asked) {
    if (exchange) (*exchange)->pipe.close();
  }
  context.restart();
  context.run();
  std::vector<Result<ControlAnswer>> answers;
  for (std::size_t i = 0; i < asked.size(); ++i) {
    if (!asked[i]) {
      answers.emplace_back(tl::unexpected(asked[i].error()));
    } else if (ended[i]) {
      answers.push_back(answer_of(supervisors[i], (*asked[i])->reply));
    } else {
      answers.emplace_back(no_answer(supervisors[i], stop));
    }
  }
  return answers;
}

}  // namespace sallyport
