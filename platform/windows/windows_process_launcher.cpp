#include "platform/windows/windows_process_launcher.hpp"

#include <fmt/format.h>

#include <utility>

#include "platform/windows/last_error.hpp"
#include "platform/windows/new_process.hpp"

namespace sallyport {

Result<ProcessId> WindowsProcessLauncher::start(const ProcessSpec& spec) {
  const StandardHandles own{::GetStdHandle(STD_INPUT_HANDLE), ::GetStdHandle(STD_OUTPUT_HANDLE),
                            ::GetStdHandle(STD_ERROR_HANDLE)};
  Result<NewProcess> made = create_process(spec, own, CREATE_SUSPENDED | CREATE_DEFAULT_ERROR_MODE);
  if (!made) return tl::unexpected(made.error());
  if (!job_.add(made->process.get()) || ::ResumeThread(made->thread.get()) == static_cast<DWORD>(-1)) {
    const DWORD error = ::GetLastError();
    ::TerminateProcess(made->process.get(), 1);
    return failure(ErrorCode::kIo,
                   fmt::format("{} was not started: Windows does not let Sallyport look after its processes ({}).",
                               spec.program, describe_windows_error(error)),
                   describe_windows_error(error));
  }
  const ProcessId pid = made->id;
  started_.insert_or_assign(pid, std::move(made->process));
  return pid;
}

Result<void> WindowsProcessLauncher::start_apart(const ProcessSpec& spec) {
  const Handle nothing(::CreateFileW(L"NUL", GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE, nullptr,
                                     OPEN_EXISTING, 0, nullptr));
  const StandardHandles streams{nothing.get(), nothing.get(), nothing.get()};
  constexpr DWORD kFlags = DETACHED_PROCESS | CREATE_DEFAULT_ERROR_MODE;
  Result<NewProcess> made = create_process(spec, streams, kFlags | CREATE_BREAKAWAY_FROM_JOB);
  if (!made) made = create_process(spec, streams, kFlags);
  if (!made) return tl::unexpected(made.error());
  return {};
}

HANDLE WindowsProcessLauncher::process(ProcessId pid) const {
  const auto found = started_.find(pid);
  return found == started_.end() ? nullptr : found->second.get();
}

}  // namespace sallyport
