#include <windows.h>

// After windows.h, which it needs.
#include <winternl.h>

#include <cstdint>

#include "contract/running_apps_contract.hpp"
#include "contract/windows/probe_program.hpp"
#include "platform/windows/handle.hpp"
#include "platform/windows/windows_process_launcher.hpp"
#include "platform/windows/windows_running_apps.hpp"
#include "support/temporary_directory.hpp"
#include "support/wait_for.hpp"

namespace sallyport {
namespace {

class TestedWindowsApps final : public TestedApps {
 public:
  RunningApps& apps() override { return real_; }
  RunningApps::App start(const Environment& environment) override {
    const std::string file = directory_ / "dump.json";
    const auto pid =
        launcher_.start({.program = probe_program(), .arguments = {file, "--stay"}, .environment = environment})
            .value();
    // It runs from then on.
    EXPECT_TRUE(wait_for([&] { return !directory_.read("dump.json").empty(); }, std::chrono::seconds(60)));
    return {pid,
            static_cast<ProcessId>(::GetCurrentProcessId()),
            probe_program(),
            {probe_program(), file, "--stay"},
            std::chrono::system_clock::now()};
  }
  void end() override {
    job_.end();
    EXPECT_TRUE(wait_for([&] { return job_.processes().empty(); }, std::chrono::seconds(60)));
  }

 private:
  TemporaryDirectory directory_;
  ClientJob job_;
  WindowsProcessLauncher launcher_;
  WindowsRunningApps real_;
};

INSTANTIATE_TEST_SUITE_P(Adapters, RunningAppsContract,
                         testing::Values(RunningAppsKind{"Fake",
                                                         []() -> std::unique_ptr<TestedApps> {
                                                           return std::make_unique<TestedFakeApps>();
                                                         }},
                                         RunningAppsKind{"Windows",
                                                         []() -> std::unique_ptr<TestedApps> {
                                                           return std::make_unique<TestedWindowsApps>();
                                                         }}),
                         [](const auto& test) { return test.param.name; });

// Of 64-bit Windows: where a process says how large its environment is.
constexpr std::uintptr_t kParametersInPeb = 0x20;
constexpr std::uintptr_t kEnvironmentSizeInParameters = 0x3F0;

/// False when it cannot.
bool write_environment_size(ProcessId pid, std::uintptr_t size) {
  const Handle process(
      ::OpenProcess(PROCESS_QUERY_INFORMATION | PROCESS_VM_OPERATION | PROCESS_VM_READ | PROCESS_VM_WRITE, FALSE,
                    static_cast<DWORD>(pid)));
  PROCESS_BASIC_INFORMATION basic{};
  if (!process ||
      ::NtQueryInformationProcess(process.get(), ProcessBasicInformation, &basic, sizeof basic, nullptr) != 0) {
    return false;
  }
  std::uintptr_t parameters = 0;
  const auto address = [](std::uintptr_t place) { return reinterpret_cast<void*>(place); };
  return ::ReadProcessMemory(process.get(),
                             address(reinterpret_cast<std::uintptr_t>(basic.PebBaseAddress) + kParametersInPeb),
                             &parameters, sizeof parameters, nullptr) != 0 &&
         ::WriteProcessMemory(process.get(), address(parameters + kEnvironmentSizeInParameters), &size, sizeof size,
                              nullptr) != 0;
}

TEST(WindowsRunningApps, ReadNoEnvironmentOfAnAbsurdSize) {
  TestedWindowsApps tested;
  const auto app = tested.start(Environment({{"SALLYPORT_MARK", "1"}, {"EMPTY", ""}}));
  ASSERT_TRUE(tested.apps().environment_of(app.pid));
  // Far more than there is, more than a process can have, and what overflows when two are added to it.
  for (const std::uintptr_t size : {std::uintptr_t{1} << 30, std::uintptr_t{1} << 60, ~std::uintptr_t{0}}) {
    ASSERT_TRUE(write_environment_size(app.pid, size));
    const auto environment = tested.apps().environment_of(app.pid);
    ASSERT_FALSE(environment) << size;
    EXPECT_EQ(environment.error().code, ErrorCode::kIo);
  }
  tested.end();
}

}  // namespace
}  // namespace sallyport
