#include <gmock/gmock.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

#include "support/running_program.hpp"
#include "support/sallyport_sandbox.hpp"
#include "support/terminal.hpp"
#include "support/wait_for.hpp"

namespace sallyport {
namespace {

using testing::ContainsRegex;

/// Programs that crash in a folder of the test's own, with no limit on the size of their dumps.
class CoreDumps : public testing::Test {
 protected:
  void SetUp() override {
    // Sanitizers forbid dumps by the very limit that is looked at here.
    for (const char* name : {"ASAN_OPTIONS", "TSAN_OPTIONS"}) {
      const char* options = std::getenv(name);
      sallyport.environment.set(name, std::string(options == nullptr ? "" : options) + ":disable_coredump=0");
    }
    sallyport.environment.set("D", sallyport.home.path().string());
    RunningProgram crash(command({"sh", "-c", "kill -ABRT $$"}), sallyport.variables());
    EXPECT_TRUE(crash.wait());
    if (!dumped(crash.status())) GTEST_SKIP() << "this system writes no core dumps here (see core(5) and ulimit -Hc)";
    sallyport.use_proxy(18080, "alice", "s3cret");
  }
  static std::vector<std::string> command(const std::vector<std::string>& words) {
    std::vector<std::string> all{"sh", "-c", "ulimit -c unlimited && cd \"$D\" && exec \"$@\"", "sh"};
    all.insert(all.end(), words.begin(), words.end());
    return all;
  }
  static bool dumped(int status) { return WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT && WCOREDUMP(status); }

  SallyportSandbox sallyport{SALLYPORT_PROGRAM};
};

TEST_F(CoreDumps, HoldNoPasswordThatIsBeingEntered) {
  Terminal terminal(command({SALLYPORT_PROGRAM, "credential", "set", "custom"}), sallyport.variables());
  ASSERT_TRUE(terminal.shows("Password of alice"));
  ASSERT_TRUE(wait_for([&] { return !terminal.echoes(); }));
  terminal.type("half a secr");
  ::kill(terminal.pid(), SIGABRT);
  EXPECT_EQ(terminal.wait(), 128 + SIGABRT);
  EXPECT_FALSE(WCOREDUMP(terminal.status()));
}

TEST_F(CoreDumps, AreTheClientsOwnBusinessAndNotTheSupervisors) {
  // Whoever loses its parent becomes this process's child, which is told how it ended.
  ASSERT_EQ(::prctl(PR_SET_CHILD_SUBREAPER, 1), 0);
  auto words = command({SALLYPORT_PROGRAM, "run", "--", "sleep", "1000"});
  RunningProgram launch(words, sallyport.variables());
  nlohmann::json running;
  ASSERT_TRUE(wait_for([&] {
    const auto status = sallyport.json({"status", "--json"});
    for (const auto& client : status["clients"]) {
      if (client["state"] == "running") running = client;
    }
    return !running.is_null();
  }));
  const auto supervisor = running["supervisor_pid"].get<pid_t>();
  const auto client = running["pid"].get<pid_t>();
  std::ifstream file("/proc/" + std::to_string(client) + "/limits");
  const std::string limits{std::istreambuf_iterator<char>(file), {}};
  EXPECT_THAT(limits, ContainsRegex("Max core file size +unlimited"));

  ::kill(launch.pid(), SIGABRT);
  EXPECT_EQ(launch.wait(), 128 + SIGABRT);
  EXPECT_FALSE(WCOREDUMP(launch.status()));
  for (const pid_t pid : {supervisor, client}) {
    ::kill(pid, SIGABRT);
    int status = 0;
    EXPECT_TRUE(wait_for([&] { return ::waitpid(pid, &status, WNOHANG) == pid; }));
    EXPECT_EQ(dumped(status), pid == client);
  }
  ::prctl(PR_SET_CHILD_SUBREAPER, 0);
}

}  // namespace
}  // namespace sallyport
