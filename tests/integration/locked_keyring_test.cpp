#include <gmock/gmock.h>
#include <signal.h>

#include <algorithm>

#include "platform/linux/proc_running_apps.hpp"
#include "support/origin_server.hpp"
#include "support/running_program.hpp"
#include "support/sallyport_sandbox.hpp"
#include "support/terminal.hpp"
#include "support/tinyproxy.hpp"
#include "support/wait_for.hpp"

namespace sallyport {
namespace {

using std::chrono::seconds;
using testing::EndsWith;
using testing::HasSubstr;

const std::string kSupport = SALLYPORT_SOURCE_DIRECTORY "/tests/support/";

/// A proxy that wants a password, which is in a keyring of the test's own that is locked.
class LockedKeyring : public testing::Test {
 protected:
  LockedKeyring()
      : session_({kSupport + "with_session", "sh", "-c",
                  "echo \"$DBUS_SESSION_BUS_ADDRESS\" >$D/part && mv $D/part $D/bus; "
                  "until [ -e $D/end ]; do sleep 0.02; done"},
                 {{"D", sallyport.home.path().string()}, {"TMPDIR", sallyport.home.path().string()}}) {
    EXPECT_TRUE(wait_for([&] { return !sallyport.home.read("bus").empty(); }));
    auto address = sallyport.home.read("bus");
    address.erase(address.find_last_not_of('\n') + 1);
    sallyport.environment.set("DBUS_SESSION_BUS_ADDRESS", address);
    sallyport.use_proxy(proxy.port(), "alice", "s3cret");
    // The relay would let the client start, and ask then.
    EXPECT_EQ(sallyport({"settings", "set", "delivery=environment"}).code, 0);
    const auto locked =
        sallyport.run("/usr/bin/gdbus", {"call", "--session", "--dest", "org.freedesktop.secrets", "--object-path",
                                         "/org/freedesktop/secrets", "--method", "org.freedesktop.Secret.Service.Lock",
                                         "['/org/freedesktop/secrets/collection/login']"});
    EXPECT_EQ(locked.code, 0) << locked.messages;
    EXPECT_EQ(sallyport.json({"credential", "status", "--json"})["custom"]["stored"], "locked");
  }
  ~LockedKeyring() override {
    prompter_.reset();
    sallyport.home.write("end", "now");
    EXPECT_TRUE(session_.wait());
  }

  /// The words of a launch that leaves a file behind when its client was started.
  [[nodiscard]] std::vector<std::string> words() const { return {"run", "--", "touch", sallyport.home / "started"}; }
  [[nodiscard]] bool client_was_started() const { return sallyport.home.names().contains("started"); }
  /// The processes of that launch.
  [[nodiscard]] std::vector<pid_t> launch() const {
    std::vector<pid_t> found;
    for (const auto& app : ProcRunningApps().list()) {
      const auto& line = app.command_line;
      const bool ours = std::find(line.begin(), line.end(), sallyport.home / "started") != line.end();
      if (ours && line.front() == SALLYPORT_PROGRAM) found.push_back(static_cast<pid_t>(app.pid));
    }
    return found;
  }
  void open_prompter() {
    prompter_.emplace(std::vector<std::string>{kSupport + "silent_prompter", sallyport.home / "prompter"},
                      sallyport.variables());
    ASSERT_TRUE(prompter_was_told("ready"));
  }
  [[nodiscard]] bool prompter_was_told(const std::string& what) const {
    return wait_for([&] { return sallyport.home.read("prompter").find(what) != std::string::npos; });
  }

  const OriginServer origin;
  const Tinyproxy proxy{origin.port(), "alice", "s3cret"};
  SallyportSandbox sallyport{SALLYPORT_PROGRAM};

 private:
  RunningProgram session_;
  std::optional<RunningProgram> prompter_;
};

TEST_F(LockedKeyring, FailsALaunchAtOnceWhenNobodyCanBeAsked) {
  const auto start = std::chrono::steady_clock::now();
  const auto ended = sallyport(words());
  EXPECT_LT(std::chrono::steady_clock::now() - start, seconds(20));
  EXPECT_EQ(ended.code, 125);
  EXPECT_THAT(ended.messages, HasSubstr("locked"));
  EXPECT_FALSE(client_was_started());
  EXPECT_TRUE(wait_for([&] { return launch().empty(); }));
  // Without the password it goes.
  auto direct = words();
  direct.insert(direct.begin() + 1, "--direct");
  EXPECT_EQ(sallyport(direct).code, 0);
  EXPECT_TRUE(client_was_started());
}

TEST_F(LockedKeyring, HasTheRelaySayThatItIsLocked) {
  ASSERT_EQ(sallyport({"settings", "set", "delivery=relay"}).code, 0);
  const auto ended = sallyport(
      {"run", "--", "curl", "-q", "-sS", "--max-time", "30", "-w", "%{http_code}", "http://origin.test/page"});
  EXPECT_EQ(ended.code, 0) << ended.messages;
  EXPECT_THAT(ended.output, EndsWith("503"));
  EXPECT_THAT(ended.output, HasSubstr("locked"));
  EXPECT_EQ(origin.requests().size(), 0U);
}

TEST_F(LockedKeyring, LetsCtrlCEndALaunchWhileItsPromptIsOpen) {
  open_prompter();
  auto command = words();
  command.insert(command.begin(), SALLYPORT_PROGRAM);
  Terminal terminal(command, sallyport.variables());
  ASSERT_TRUE(prompter_was_told("PerformPrompt")) << terminal.screen();
  EXPECT_EQ(launch().size(), 2U);
  terminal.type("\x03");
  EXPECT_EQ(terminal.wait(), 128 + SIGINT) << terminal.screen();
  EXPECT_TRUE(wait_for([&] { return launch().empty(); }));
  EXPECT_FALSE(client_was_started());
}

class LockedKeyringSignal : public LockedKeyring, public testing::WithParamInterface<bool> {};

TEST_P(LockedKeyringSignal, EndsALaunchWhileItsPromptIsOpen) {
  const bool to_supervisor = GetParam();
  open_prompter();
  auto command = words();
  command.insert(command.begin(), SALLYPORT_PROGRAM);
  RunningProgram program(command, sallyport.variables());
  ASSERT_TRUE(prompter_was_told("PerformPrompt"));
  auto processes = launch();
  ASSERT_EQ(processes.size(), 2U);
  std::erase(processes, program.pid());
  ASSERT_EQ(processes.size(), 1U);
  ::kill(to_supervisor ? processes.front() : program.pid(), SIGTERM);
  EXPECT_EQ(program.wait(), 128 + SIGTERM);
  EXPECT_EQ(program.output(), "");
  EXPECT_TRUE(wait_for([&] { return launch().empty(); }));
  EXPECT_FALSE(client_was_started());
}

INSTANTIATE_TEST_SUITE_P(To, LockedKeyringSignal, testing::Bool(),
                         [](const auto& test) { return test.param ? "Supervisor" : "Launch"; });

}  // namespace
}  // namespace sallyport
