#include "platform/helper_process.hpp"

#include <fmt/format.h>
#include <windows.h>

#include <array>
#include <utility>

#include "platform/windows/handle.hpp"
#include "platform/windows/last_error.hpp"
#include "platform/windows/new_process.hpp"

namespace sallyport {
namespace {

constexpr DWORD kTick = 10;  // milliseconds
constexpr DWORD kPipeSize = 65536;

struct Pipe {
  Handle read;
  Handle write;
};

Result<Pipe> make_pipe() {
  HANDLE read = nullptr;
  HANDLE write = nullptr;
  if (::CreatePipe(&read, &write, nullptr, kPipeSize) == 0) {
    return failure(ErrorCode::kIo, "No pipe can be made.", describe_windows_error(::GetLastError()));
  }
  return Pipe{Handle(read), Handle(write)};
}

/// Takes what stands in the pipe, without waiting.
void take_all(const Handle& pipe, std::string& text) {
  DWORD available = 0;
  while (pipe && ::PeekNamedPipe(pipe.get(), nullptr, 0, nullptr, &available, nullptr) != 0 && available > 0) {
    std::array<char, 4096> buffer{};
    DWORD count = 0;
    if (::ReadFile(pipe.get(), buffer.data(), static_cast<DWORD>(buffer.size()), &count, nullptr) == 0) return;
    text.append(buffer.data(), count);
  }
}

}  // namespace

struct HelperProcess::State {
  NewProcess started;
  Handle output;
  Handle messages;
  Ended ended;

  void read_output() {
    take_all(output, ended.output);
    take_all(messages, ended.messages);
  }
};

HelperProcess::HelperProcess(std::unique_ptr<State> state) : state_(std::move(state)) {}

Result<std::unique_ptr<HelperProcess>> HelperProcess::start(const ProcessSpec& spec, std::string_view input,
                                                            Streams streams) {
  Result<Pipe> in = make_pipe();
  Result<Pipe> out = make_pipe();
  Result<Pipe> messages = make_pipe();
  if (!in || !out || !messages) return failure(ErrorCode::kIo, "No pipe can be made.");
  DWORD written = 0;
  if (!input.empty() &&
      ::WriteFile(in->write.get(), input.data(), static_cast<DWORD>(input.size()), &written, nullptr) == 0) {
    return failure(ErrorCode::kIo, fmt::format("{} cannot be given its input.", spec.program));
  }
  StandardHandles handles{in->read.get(), nullptr, nullptr};
  if (streams == Streams::kCaptured) {
    handles.output = out->write.get();
    handles.error = messages->write.get();
  }
  Result<NewProcess> started = create_process(spec, handles, CREATE_NO_WINDOW);
  if (!started) return tl::unexpected(started.error());
  auto state = std::make_unique<State>();
  state->started = std::move(*started);
  if (streams == Streams::kCaptured) {
    state->output = std::move(out->read);
    state->messages = std::move(messages->read);
  }
  return std::unique_ptr<HelperProcess>(new HelperProcess(std::move(state)));
}

HelperProcess::~HelperProcess() {
  const Handle& process = state_->started.process;
  if (!process) return;
  ::TerminateProcess(process.get(), 1);
  ::WaitForSingleObject(process.get(), INFINITE);
}

Result<HelperProcess::Ended> HelperProcess::finish(std::chrono::milliseconds timeout, const std::stop_token& stop) {
  const auto limit = std::chrono::steady_clock::now() + timeout;
  Handle& process = state_->started.process;
  while (::WaitForSingleObject(process.get(), kTick) == WAIT_TIMEOUT) {
    if (stop.stop_requested()) return failure(ErrorCode::kCancelled, "Cancelled.");
    if (std::chrono::steady_clock::now() > limit) return failure(ErrorCode::kTimedOut, "A program took too long.");
    state_->read_output();
  }
  // What it left in the pipes; a process that it left behind may hold them open for ever.
  state_->read_output();
  DWORD code = 0;
  ::GetExitCodeProcess(process.get(), &code);
  process.reset();
  state_->ended.code = static_cast<int>(code);
  return std::move(state_->ended);
}

}  // namespace sallyport
