#include "platform/windows/windows_supervisor_loop.hpp"

#include <fcntl.h>
#include <io.h>
#include <windows.h>

// After windows.h, which it needs.
#include <shellapi.h>

#include <string>
#include <thread>

#include "platform/common/descendants.hpp"
#include "platform/common/environment_comparison.hpp"
#include "platform/windows/environment_block.hpp"
#include "platform/windows/quit_request.hpp"
#include "platform/windows/utf16.hpp"

namespace sallyport {
namespace {

constexpr int kVerifyTries = 100;
constexpr std::chrono::milliseconds kVerifyPause{5};

/// Whether a program was built for windows (SHGetFileInfoW, SHGFI_EXETYPE: learn.microsoft.com/en-us/windows/win32/api/
/// shellapi/nf-shellapi-shgetfileinfow).
bool has_no_console(const std::string& program) {
  const DWORD_PTR type = ::SHGetFileInfoW(to_utf16(program).c_str(), 0, nullptr, 0, SHGFI_EXETYPE);
  return LOWORD(type) != 0 && HIWORD(type) != 0;
}

}  // namespace

WindowsSupervisorLoop::WindowsSupervisorLoop(const SupervisedLaunch& launch, const SupervisorPorts& ports,
                                             Handle channel, ProcessId waiter)
    : SupervisorLoop(launch, ports, static_cast<ProcessId>(::GetCurrentProcessId()), waiter),
      channel_(std::move(channel)),
      main_(context()),
      look_(context()),
      ask_(context()),
      waiter_end_(watch_process(waiter)) {}

void WindowsSupervisorLoop::tell_waiter(const LaunchNote& note) {
  const std::string bytes = pack(note);
  DWORD written = 0;
  if (channel_ && ::WriteFile(channel_.get(), bytes.data(), static_cast<DWORD>(bytes.size()), &written, nullptr) == 0) {
    channel_.reset();
  }
}

void WindowsSupervisorLoop::let_waiter_go() {
  if (!channel_) return;
  channel_.reset();
  // The caller's pipes end when its processes do, not when this one does; and its console is not kept open.
  const int nothing = ::_open("NUL", _O_RDWR);
  for (const int stream : {0, 1, 2}) ::_dup2(nothing, stream);
  ::_close(nothing);
  for (const DWORD stream : {STD_INPUT_HANDLE, STD_OUTPUT_HANDLE, STD_ERROR_HANDLE}) ::SetStdHandle(stream, nullptr);
  ::FreeConsole();
}

void WindowsSupervisorLoop::watch_processes() {
  if (!waiter_end_) return let_waiter_go();
  waiter_end_->async_wait(context(), [this] { let_waiter_go(); });
}

Result<ProcessId> WindowsSupervisorLoop::start(const ProcessSpec& process) {
  auto pid = SupervisorLoop::start(process);
  if (!pid) return pid;
  await_main_process(*pid);
  // Who closes the console does not end a program that is not in it, nor what looks after that.
  if (has_no_console(process.program)) ::FreeConsole();
  return pid;
}

EnvironmentState WindowsSupervisorLoop::verify(ProcessId pid, const ProcessSpec& process) {
  // As Windows gave it to the process: there names have no case.
  const Environment wanted = environment_of_block(environment_block(process.environment).c_str());
  auto found = ports().running_apps.environment_of(pid);
  // It may not have come to its own beginning yet.
  for (int tries = 0; !found && found.error().code == ErrorCode::kIo && tries < kVerifyTries; ++tries) {
    std::this_thread::sleep_for(kVerifyPause);
    found = ports().running_apps.environment_of(pid);
  }
  return compare_proxy_variables(found, wanted);
}

void WindowsSupervisorLoop::ask_to_quit(ProcessId pid) {
  if (adopted() != 0) ask_process_to_quit(adopted(), job_);
  if (pid != 0) return ask_main_process(pid);
  for (const ProcessId left : job_.processes()) ask_process_to_quit(left, job_);
}

void WindowsSupervisorLoop::ask_main_process(ProcessId pid) {
  asking_ = ask_process_to_quit(pid, job_);
  if (asking_ == QuitAsking::kAsked) return;
  ask_.expires_after(kAskTime);
  ask_.async_wait([this, pid](const boost::system::error_code& error) {
    if (!error && client() == pid && supervisor().awaits_quit()) ask_main_process(pid);
  });
}

void WindowsSupervisorLoop::end_tree() {
  job_.end();
  if (adopted() == 0) return;
  auto left = descendants_of(adopted(), ports().running_apps.list());
  left.insert(adopted());
  for (const ProcessId pid : left) {
    const Handle process(::OpenProcess(PROCESS_TERMINATE, FALSE, static_cast<DWORD>(pid)));
    if (process) ::TerminateProcess(process.get(), 1);
  }
}

bool WindowsSupervisorLoop::has_descendants() const { return adopted() != 0 || !job_.processes().empty(); }

void WindowsSupervisorLoop::await_main_process(ProcessId pid) {
  look_.cancel();
  boost::system::error_code ignored;
  main_.close(ignored);
  // The launcher holds the process, so that the number is still its own.
  main_.assign(::OpenProcess(SYNCHRONIZE | PROCESS_QUERY_LIMITED_INFORMATION, FALSE, static_cast<DWORD>(pid)));
  main_.async_wait([this](const boost::system::error_code& error) {
    if (!error) main_process_ended();
  });
}

void WindowsSupervisorLoop::main_process_ended() {
  DWORD code = 1;
  ::GetExitCodeProcess(main_.native_handle(), &code);
  main_.close();
  const bool descendants = has_descendants();
  supervisor().client_ended(static_cast<int>(code), descendants);
  if (descendants) look_for_descendants();
}

void WindowsSupervisorLoop::look_for_descendants() {
  look_.expires_after(kLookTime);
  look_.async_wait([this](const boost::system::error_code& error) {
    if (error || client() != 0) return;
    if (has_descendants()) return look_for_descendants();
    supervisor().descendants_ended();
  });
}

}  // namespace sallyport
