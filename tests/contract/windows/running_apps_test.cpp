#include <windows.h>

#include "contract/running_apps_contract.hpp"
#include "contract/windows/probe_program.hpp"
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

}  // namespace
}  // namespace sallyport
