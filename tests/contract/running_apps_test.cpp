#include <gtest/gtest.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "contract/running_apps_contract.hpp"
#include "platform/linux/proc_running_apps.hpp"
#include "platform/posix/boost_process_launcher.hpp"
#include "support/child_process.hpp"
#include "support/wait_for.hpp"

namespace sallyport {
namespace {

class TestedProcApps final : public TestedApps {
 public:
  RunningApps& apps() override { return real_; }
  RunningApps::App start(const Environment& environment) override {
    const auto sleep = std::filesystem::canonical("/bin/sleep").string();
    pid_ = BoostProcessLauncher()
               .start({.program = sleep, .arguments = {"1000"}, .argv0 = "sleep", .environment = environment})
               .value();
    return {pid_, ::getpid(), sleep, {"sleep", "1000"}, std::chrono::system_clock::now()};
  }
  void end() override {
    if (pid_ == 0) return;
    ::kill(static_cast<pid_t>(pid_), SIGKILL);
    ::waitpid(static_cast<pid_t>(pid_), nullptr, 0);
    pid_ = 0;
  }

 private:
  ProcRunningApps real_;
  ProcessId pid_ = 0;
};

INSTANTIATE_TEST_SUITE_P(
    Adapters, RunningAppsContract,
    testing::Values(
        RunningAppsKind{"Fake", []() -> std::unique_ptr<TestedApps> { return std::make_unique<TestedFakeApps>(); }},
        RunningAppsKind{"Proc", []() -> std::unique_ptr<TestedApps> { return std::make_unique<TestedProcApps>(); }}),
    [](const auto& test) { return test.param.name; });

TEST(ProcRunningApps, LeavesOutZombies) {
  const pid_t pid = ::fork();
  if (pid == 0) ::_exit(0);
  siginfo_t info{};
  ASSERT_EQ(::waitid(P_PID, static_cast<id_t>(pid), &info, WEXITED | WNOWAIT), 0);
  const auto list = ProcRunningApps().list();
  EXPECT_TRUE(std::none_of(list.begin(), list.end(), [&](const auto& app) { return app.pid == pid; }));
  ::waitpid(pid, nullptr, 0);
}

TEST(ProcRunningApps, ListsAProcessThatHidesItsMemoryAndSaysThatItsEnvironmentCannotBeRead) {
  ChildProcess tester([] {
    give_up_root();
    const pid_t hidden = ::fork();
    if (hidden == 0) {
      ::prctl(PR_SET_DUMPABLE, 0);
      for (;;) ::pause();
    }
    ProcRunningApps apps;
    bool refused = wait_for([&] {
      const auto environment = apps.environment_of(hidden);
      return !environment && environment.error().code == ErrorCode::kIo;
    });
    const auto list = apps.list();
    const bool listed = std::any_of(list.begin(), list.end(), [&](const auto& app) { return app.pid == hidden; });
    ::kill(hidden, SIGKILL);
    ::waitpid(hidden, nullptr, 0);
    return std::string(refused ? "refused " : "read ") + (listed ? "listed" : "unlisted");
  });
  EXPECT_EQ(tester.result(), "refused listed");
}

}  // namespace
}  // namespace sallyport
