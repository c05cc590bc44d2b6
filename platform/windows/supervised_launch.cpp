#include "platform/supervised_launch.hpp"

#include <fmt/format.h>
#include <windows.h>

#include <array>
#include <atomic>
#include <charconv>
#include <optional>
#include <string>
#include <utility>

#include "platform/common/launch_waiter.hpp"
#include "platform/own_process.hpp"
#include "platform/program_arguments.hpp"
#include "platform/windows/last_error.hpp"
#include "platform/windows/new_process.hpp"
#include "platform/windows/own_image.hpp"
#include "platform/windows/quit_request.hpp"
#include "platform/windows/utf16.hpp"
#include "platform/windows/windows_supervisor_loop.hpp"

namespace sallyport {
namespace {

/// Tells the supervisor what it is: `HANDLE PID`, the pipe to write notes to and the process that reads them.
constexpr std::string_view kChannelVariable = "SALLYPORT_LAUNCH_CHANNEL";

struct Channel {
  Handle pipe;
  ProcessId waiter = 0;
};

/// Empty in a process that was not started to supervise.
std::optional<Channel> given_channel(const Environment& inherited) {
  const std::string* text = inherited.find(kChannelVariable);
  if (text == nullptr) return std::nullopt;
  std::uintptr_t handle = 0;
  ProcessId waiter = 0;
  const char* const end = text->data() + text->size();
  const auto first = std::from_chars(text->data(), end, handle);
  if (first.ec != std::errc() || first.ptr == end) return std::nullopt;
  const auto second = std::from_chars(first.ptr + 1, end, waiter);
  const auto pipe = reinterpret_cast<HANDLE>(handle);
  if (second.ec != std::errc() || second.ptr != end || ::GetFileType(pipe) != FILE_TYPE_PIPE) return std::nullopt;
  return Channel{Handle(pipe), waiter};
}

BOOL WINAPI leave_to_client(DWORD event) { return event == CTRL_C_EVENT || event == CTRL_BREAK_EVENT ? TRUE : FALSE; }

/// The supervisor's life.
void supervise(SupervisedLaunch launch, const SupervisorPorts& ports, Channel channel) {
  ::SetHandleInformation(channel.pipe.get(), HANDLE_FLAG_INHERIT, 0);
  ::SetConsoleCtrlHandler(leave_to_client, TRUE);
  launch.request.inherited.unset(kChannelVariable);
  const auto tell = [&channel](const LaunchNote& note) {
    const std::string bytes = pack(note);
    DWORD written = 0;
    ::WriteFile(channel.pipe.get(), bytes.data(), static_cast<DWORD>(bytes.size()), &written, nullptr);
  };
  auto prepared = ports.preparation.prepare(launch.request, {});
  if (!prepared) return tell(failure_note(prepared.error()));
  for (const auto& warning : prepared->plan.warnings) tell({.kind = LaunchNote::Kind::kWarning, .text = warning});
  WindowsSupervisorLoop loop(launch, ports, std::move(channel.pipe), channel.waiter);
  loop.run(std::move(*prepared), launch.detach);
  // Not the destructors: a thread may wait for a keychain.
  ::ExitProcess(0);
}

/// Whom Ctrl+C ends: the supervisor while no client exists yet, which may wait for a keychain; then the client alone.
std::atomic<HANDLE> supervisor_to_end{nullptr};
std::atomic<int> client_to_close{0};

BOOL WINAPI wait_on(DWORD event) {
  const HANDLE supervisor = supervisor_to_end;
  if (supervisor == nullptr) {
    // A program without a console hears nothing of it.
    const int client = client_to_close;
    if (client != 0 && !is_in_this_console(client)) ask_windows_to_close(client);
    return leave_to_client(event);
  }
  ::TerminateProcess(supervisor, static_cast<UINT>(STATUS_CONTROL_C_EXIT));
  return FALSE;
}

int wait_for_client(HANDLE channel, bool detach, const LaunchListener& listener) {
  const auto receive = [channel](char* data, std::size_t size) {
    while (size > 0) {
      DWORD count = 0;
      if (::ReadFile(channel, data, static_cast<DWORD>(size), &count, nullptr) == 0 || count == 0) return false;
      data += count;
      size -= count;
    }
    return true;
  };
  LaunchWaiter waiter(detach, listener);
  for (;;) {
    const auto note = unpack_note(receive);
    if (!note) return waiter.lost_supervisor();
    if (const auto code = waiter.hear(*note)) return *code;
    if (waiter.prepared()) supervisor_to_end = nullptr;
    client_to_close = waiter.client();
  }
}

int cannot_start(const LaunchListener& listener, const std::string& why) {
  if (listener.failed) listener.failed({ErrorCode::kIo, "The supervisor cannot be started: " + why + ".", why});
  return kOwnFailure;
}

}  // namespace

int run_supervised(const SupervisedLaunch& launch, const SupervisorPorts& ports, const LaunchListener& listener) {
  if (auto channel = given_channel(launch.request.inherited)) {
    supervise(launch, ports, *std::move(channel));
    ::ExitProcess(kOwnFailure);
  }
  SECURITY_ATTRIBUTES inheritable{sizeof inheritable, nullptr, TRUE};
  HANDLE read_end = nullptr;
  HANDLE write_end = nullptr;
  if (::CreatePipe(&read_end, &write_end, &inheritable, 0) == 0) {
    return cannot_start(listener, describe_windows_error(::GetLastError()));
  }
  const Handle ours(read_end);
  Handle theirs(write_end);
  ::SetHandleInformation(ours.get(), HANDLE_FLAG_INHERIT, 0);

  const auto image = own_image();
  if (!image) return cannot_start(listener, image.error().message);
  ProcessSpec spec;
  spec.program = to_utf8(*image);
  spec.arguments = program_arguments(0, nullptr);
  spec.environment = OwnProcess().environment();
  spec.environment.set(kChannelVariable,
                       fmt::format("{} {}", reinterpret_cast<std::uintptr_t>(theirs.get()), ::GetCurrentProcessId()));
  const StandardHandles streams{::GetStdHandle(STD_INPUT_HANDLE), ::GetStdHandle(STD_OUTPUT_HANDLE),
                                ::GetStdHandle(STD_ERROR_HANDLE)};
  const std::array<HANDLE, 1> also{theirs.get()};
  const auto supervisor =
      create_process(spec, launch.detach ? StandardHandles{} : streams, launch.detach ? DETACHED_PROCESS : 0, also);
  if (!supervisor) return cannot_start(listener, supervisor.error().message);
  theirs.reset();
  supervisor_to_end = supervisor->process.get();
  ::SetConsoleCtrlHandler(wait_on, TRUE);
  const int code = wait_for_client(ours.get(), launch.detach, listener);
  ::SetConsoleCtrlHandler(wait_on, FALSE);
  supervisor_to_end = nullptr;
  return code;
}

}  // namespace sallyport
