#include "platform/own_process.hpp"

#include <fmt/format.h>
#include <windows.h>

#include <cstddef>
#include <memory>

#include "platform/windows/environment_block.hpp"
#include "platform/windows/new_process.hpp"
#include "platform/windows/windows_process_launcher.hpp"

namespace sallyport {
namespace {

struct FreeEnvironment {
  void operator()(wchar_t* block) const { ::FreeEnvironmentStringsW(block); }
};

}  // namespace

ProcessId OwnProcess::id() { return static_cast<ProcessId>(::GetCurrentProcessId()); }

Environment OwnProcess::environment() {
  const std::unique_ptr<wchar_t, FreeEnvironment> block(::GetEnvironmentStringsW());
  if (!block) return {};
  return environment_of_block(block.get());
}

// What a link of the Start Menu starts is built for the windows subsystem, and what a person types is not (PE format:
// learn.microsoft.com/en-us/windows/win32/debug/pe-format#windows-subsystem).
bool OwnProcess::is_menu_launch() {
  const auto* const image = reinterpret_cast<const std::byte*>(::GetModuleHandleW(nullptr));
  const auto* const stub = reinterpret_cast<const IMAGE_DOS_HEADER*>(image);
  const auto* const headers = reinterpret_cast<const IMAGE_NT_HEADERS*>(image + stub->e_lfanew);
  return headers->OptionalHeader.Subsystem == IMAGE_SUBSYSTEM_WINDOWS_GUI;
}

Result<void> OwnProcess::leave_behind(const ProcessSpec& spec) { return WindowsProcessLauncher().start_apart(spec); }

Error OwnProcess::become(const std::string& program, const std::vector<std::string>& arguments) {
  ProcessSpec spec;
  spec.program = program;
  spec.arguments = arguments;
  spec.environment = environment();
  const StandardHandles streams{::GetStdHandle(STD_INPUT_HANDLE), ::GetStdHandle(STD_OUTPUT_HANDLE),
                                ::GetStdHandle(STD_ERROR_HANDLE)};
  const Result<NewProcess> started = create_process(spec, streams, 0);
  if (!started) return started.error();
  ::WaitForSingleObject(started->process.get(), INFINITE);
  DWORD code = 1;
  ::GetExitCodeProcess(started->process.get(), &code);
  ::ExitProcess(code);
}

}  // namespace sallyport
