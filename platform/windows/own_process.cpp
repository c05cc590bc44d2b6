#include "platform/own_process.hpp"

#include <fmt/format.h>
#include <windows.h>

#include <memory>

#include "platform/windows/environment_block.hpp"
#include "platform/windows/new_process.hpp"

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
