#include <gtest/gtest.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "platform/linux/proc_running_apps.hpp"
#include "platform/posix/boost_process_launcher.hpp"
#include "support/child_process.hpp"
#include "support/fake_running_apps.hpp"
#include "support/wait_for.hpp"

namespace sallyport {
namespace {

class RunningAppsContract : public testing::TestWithParam<bool> {
 protected:
  /// A sleeping process with a variable of its own.
  RunningAppsContract() {
    const Environment environment({{"SALLYPORT_MARK", "here"}, {"EMPTY", ""}});
    const auto sleep = std::filesystem::canonical("/bin/sleep").string();
    pid_ = BoostProcessLauncher()
               .start({.program = sleep, .arguments = {"1000"}, .argv0 = "sleep", .environment = environment})
               .value();
    fake_.apps.push_back({pid_, ::getpid(), sleep, {"sleep", "1000"}, std::chrono::system_clock::now()});
    fake_.environments[pid_] = environment;
  }
  ~RunningAppsContract() override { end(); }

  void end() {
    if (pid_ == 0) return;
    ::kill(static_cast<pid_t>(pid_), SIGKILL);
    ::waitpid(static_cast<pid_t>(pid_), nullptr, 0);
    fake_.apps.clear();
    fake_.environments.clear();
    pid_ = 0;
  }
  RunningApps& apps() { return GetParam() ? static_cast<RunningApps&>(real_) : fake_; }
  std::optional<RunningApps::App> find(ProcessId pid) {
    const auto list = apps().list();
    const auto found = std::find_if(list.begin(), list.end(), [&](const auto& app) { return app.pid == pid; });
    return found == list.end() ? std::nullopt : std::optional(*found);
  }

  ProcessId pid_ = 0;

 private:
  ProcRunningApps real_;
  FakeRunningApps fake_;
};

TEST_P(RunningAppsContract, ListsARunningProcess) {
  const auto app = find(pid_);
  ASSERT_TRUE(app.has_value());
  EXPECT_EQ(app->parent, ::getpid());
  EXPECT_EQ(app->program, std::filesystem::canonical("/bin/sleep").string());
  EXPECT_EQ(app->command_line, (std::vector<std::string>{"sleep", "1000"}));
  const auto age = std::chrono::system_clock::now() - app->started;
  EXPECT_LT(std::chrono::abs(age), std::chrono::seconds(30));
}

TEST_P(RunningAppsContract, ReadsTheEnvironmentOfAProcess) {
  const auto environment = apps().environment_of(pid_);
  ASSERT_TRUE(environment.has_value()) << environment.error().message;
  ASSERT_NE(environment->find("SALLYPORT_MARK"), nullptr);
  EXPECT_EQ(*environment->find("SALLYPORT_MARK"), "here");
  ASSERT_NE(environment->find("EMPTY"), nullptr);
  EXPECT_EQ(environment->find("HOME"), nullptr);
}

TEST_P(RunningAppsContract, ForgetsAProcessThatHasEnded) {
  const ProcessId pid = pid_;
  end();
  EXPECT_FALSE(find(pid).has_value());
  const auto environment = apps().environment_of(pid);
  ASSERT_FALSE(environment.has_value());
  EXPECT_EQ(environment.error().code, ErrorCode::kNotRunning);
}

INSTANTIATE_TEST_SUITE_P(Adapters, RunningAppsContract, testing::Bool(),
                         [](const auto& test) { return test.param ? "Proc" : "Fake"; });

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
