#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/stat.h>

#include <fstream>

#include "supervisor_session.hpp"

namespace sallyport {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::HasSubstr;
using testing::IsEmpty;

class SupervisedLaunchTest : public testing::Test {
 protected:
  [[nodiscard]] std::size_t count_in(std::string_view file, std::string_view word) const {
    const auto text = session_.directory.read(file);
    std::size_t count = 0;
    for (auto at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) ++count;
    return count;
  }
  [[nodiscard]] pid_t pid_in(std::string_view file) const {
    const auto text = session_.directory.read(file);
    return text.empty() ? 0 : std::stoi(text);
  }

  SupervisorSession session_;
};

struct Ending {
  const char* name;
  const char* script;
  int code;
};

class ExitCode : public testing::TestWithParam<Ending> {};

TEST_P(ExitCode, IsTheClients) {
  SupervisorSession session;
  auto program = session.run_script(GetParam().script);
  EXPECT_EQ(program.wait(), GetParam().code);
  EXPECT_EQ(program.output(), "");
  EXPECT_THAT(session.directory.names("sallyport"), IsEmpty()) << "no socket is left when the launch returns";
}

INSTANTIATE_TEST_SUITE_P(SupervisedLaunch, ExitCode,
                         testing::Values(Ending{"Success", "exit 0", 0}, Ending{"Failure", "exit 7", 7},
                                         Ending{"Largest", "exit 255", 255}, Ending{"Killed", "kill -9 $$", 137},
                                         Ending{"Terminated", "kill -TERM $$", 143}),
                         [](const auto& test) { return test.param.name; });

TEST_F(SupervisedLaunchTest, TellsMissingFromNotExecutable) {
  auto missing = session_.launch({"--", "no-such-command"});
  EXPECT_EQ(missing.wait(), 127);
  EXPECT_THAT(missing.output().value_or(""), HasSubstr("no-such-command"));
  auto refused = session_.launch({"--", "/etc/passwd"});
  EXPECT_EQ(refused.wait(), 126);
}

TEST_F(SupervisedLaunchTest, IsAFilterLikeTheCommandItself) {
  RunningProgram program({"sh", "-c", "printf 'one\\ntwo\\n' | \"$0\" \"$1\" -- sort -r | tr a-z A-Z",
                          SALLYPORT_SUPERVISE, session_.settings_file()},
                         session_.variables());
  EXPECT_EQ(program.output(), "TWO\nONE\n");
  EXPECT_EQ(program.wait(), 0);
}

TEST_F(SupervisedLaunchTest, PassesASignalThatItIsSentOnOnce) {
  auto program = session_.run_script(
      "trap 'echo usr1 >>$D/log' USR1; trap 'echo term >>$D/log; exit 9' TERM; echo up >$D/up; "
      "while :; do sleep 0.01; done");
  ASSERT_TRUE(session_.wait_for_file("up"));
  ::kill(program.pid(), SIGUSR1);
  ASSERT_TRUE(wait_for([&] { return count_in("log", "usr1") == 1; }));
  ::kill(program.pid(), SIGTERM);
  EXPECT_EQ(program.wait(), 9);
  EXPECT_EQ(count_in("log", "usr1"), 1U);
  EXPECT_EQ(count_in("log", "term"), 1U);
}

TEST_F(SupervisedLaunchTest, PassesASignalThatTheSupervisorIsSentOnOnce) {
  auto program = session_.run_script(
      "trap 'echo usr1 >>$D/log' USR1; trap 'echo term >>$D/log; exit 9' TERM; echo up >$D/up; "
      "while :; do sleep 0.01; done");
  ASSERT_TRUE(session_.wait_for_file("up"));
  const auto supervisor = static_cast<pid_t>(session_.the_only_one().supervisor_pid);
  ASSERT_NE(supervisor, 0);
  ASSERT_NE(supervisor, program.pid());
  ::kill(supervisor, SIGUSR1);
  ASSERT_TRUE(wait_for([&] { return count_in("log", "usr1") == 1; }));
  ::kill(supervisor, SIGTERM);
  EXPECT_EQ(program.wait(), 9);
  EXPECT_EQ(count_in("log", "usr1"), 1U);
  EXPECT_EQ(count_in("log", "term"), 1U);
}

TEST_F(SupervisedLaunchTest, GivesAClientNothingBackThatItSendsItsParent) {
  auto program = session_.run_script(
      "trap 'echo usr1 >>$D/log' USR1; trap 'echo usr2 >>$D/log' USR2; kill -USR1 $PPID; echo up >$D/up; "
      "while :; do sleep 0.01; done");
  ASSERT_TRUE(session_.wait_for_file("up"));
  // What is sent later arrives later: by then the first would have been passed on.
  ::kill(static_cast<pid_t>(session_.the_only_one().supervisor_pid), SIGUSR2);
  ASSERT_TRUE(wait_for([&] { return count_in("log", "usr2") == 1; }));
  EXPECT_EQ(count_in("log", "usr1"), 0U);
  ::kill(program.pid(), SIGTERM);
  EXPECT_EQ(program.wait(), 143);
}

TEST_F(SupervisedLaunchTest, DoesNotRepeatASignalToTheWholeGroup) {
  // The last trap tells that every signal before it has been counted.
  auto program = session_.run_script(
      "trap 'echo int >>$D/log' INT; trap 'echo end >>$D/log; exit 0' TERM; echo up >$D/up; while :; do sleep 0.01; "
      "done");
  ASSERT_TRUE(session_.wait_for_file("up"));
  for (std::size_t round = 1; round <= 5; ++round) {
    ::kill(-program.pid(), SIGINT);
    ASSERT_TRUE(wait_for([&] { return count_in("log", "int") >= round; }));
  }
  ::kill(program.pid(), SIGTERM);
  EXPECT_EQ(program.wait(), 0);
  EXPECT_EQ(count_in("log", "int"), 5U);
  EXPECT_EQ(count_in("log", "end"), 1U);
}

TEST_F(SupervisedLaunchTest, StopsAndGoesOnWithTheClient) {
  auto program = session_.launch({"--", "sleep", "1000"});
  const auto client = static_cast<pid_t>(session_.the_only_one().pid);
  ASSERT_NE(client, 0);
  ::kill(program.pid(), SIGTSTP);
  ASSERT_TRUE(wait_for([&] { return program.is_stopped(); }));
  EXPECT_EQ(session_.the_only_one().pid, client) << "the supervisor answers all the same";
  ::kill(program.pid(), SIGCONT);
  ASSERT_TRUE(wait_for([&] { return !program.is_stopped(); }));
  ::kill(program.pid(), SIGTERM);
  EXPECT_EQ(program.wait(), 143);
}

TEST_F(SupervisedLaunchTest, ReturnsWhenAWrapperLeavesAndStaysForWhatItStarted) {
  auto program = session_.run_script("sleep 1000 >/dev/null 2>&1 </dev/null & echo $! >$D/left; exit 3");
  EXPECT_EQ(program.wait(), 3);
  EXPECT_EQ(program.output(seconds(5)), "") << "the caller's pipes are closed though the supervisor stays";
  const auto status = session_.the_only_one();
  EXPECT_NE(status.supervisor_pid, 0);
  EXPECT_EQ(status.pid, 0);
  ::kill(pid_in("left"), SIGKILL);
  EXPECT_TRUE(wait_for([&] { return !is_alive(static_cast<pid_t>(status.supervisor_pid)); }));
  EXPECT_THAT(session_.directory.names("sallyport"), IsEmpty());
}

TEST_F(SupervisedLaunchTest, DetachesOnceTheClientRuns) {
  auto program = session_.launch({"--detach", "--", "sh", "-c", "echo $$ >$D/pid; exec sleep 1000"});
  EXPECT_EQ(program.wait(), 0);
  EXPECT_EQ(program.output(seconds(5)), "");
  ASSERT_TRUE(session_.wait_for_file("pid"));
  const pid_t client = pid_in("pid");
  const auto status = session_.the_only_one();
  EXPECT_EQ(status.pid, client);
  EXPECT_EQ(::getsid(client), status.supervisor_pid);
  ASSERT_TRUE(session_.supervisors.stop(status.supervisor_pid, {}).has_value());
  EXPECT_FALSE(is_alive(client));
}

TEST_F(SupervisedLaunchTest, FailsToDetachFromWhatCannotBeStarted) {
  EXPECT_EQ(session_.launch({"--detach", "--", "no-such-command"}).wait(), 127);
}

TEST_F(SupervisedLaunchTest, LeavesTheClientAloneWhenItsSupervisorIsKilled) {
  auto program = session_.launch({"--", "sleep", "1000"});
  const auto status = session_.the_only_one();
  ASSERT_NE(status.pid, 0);
  ::kill(static_cast<pid_t>(status.supervisor_pid), SIGKILL);
  EXPECT_EQ(program.wait(), 125);
  EXPECT_TRUE(is_alive(static_cast<pid_t>(status.pid)));
  EXPECT_FALSE(session_.directory.names("sallyport").empty());
  EXPECT_THAT(session_.list(), IsEmpty());
  EXPECT_THAT(session_.directory.names("sallyport"), IsEmpty()) << "the next reader sweeps the socket away";
  ::kill(static_cast<pid_t>(status.pid), SIGKILL);
  EXPECT_THAT(program.output().value_or(""), HasSubstr(std::to_string(status.pid)));
}

TEST_F(SupervisedLaunchTest, KeepsTheClientWhenTheLaunchItselfIsKilled) {
  std::optional<RunningProgram> program(session_.launch({"--", "sleep", "1000"}));
  const auto status = session_.the_only_one();
  ASSERT_NE(status.pid, 0);
  program.reset();
  EXPECT_EQ(session_.the_only_one().pid, status.pid);
  ASSERT_TRUE(session_.supervisors.stop(status.supervisor_pid, {}).has_value());
  EXPECT_FALSE(is_alive(static_cast<pid_t>(status.pid)));
}

TEST_F(SupervisedLaunchTest, RefusesARuntimeDirectoryThatOthersMayEnter) {
  ::mkdir((session_.directory / "sallyport").c_str(), 0700);
  ::chmod((session_.directory / "sallyport").c_str(), 0755);
  auto program = session_.run_script("echo started >$D/started");
  EXPECT_EQ(program.wait(), 125);
  EXPECT_THAT(program.output().value_or(""), HasSubstr("chmod 700"));
  EXPECT_EQ(session_.directory.read("started"), "");
}

TEST_F(SupervisedLaunchTest, KeepsItsSocketToTheUser) {
  auto program = session_.launch({"--", "sleep", "1000"});
  const auto status = session_.the_only_one();
  struct stat directory {};
  struct stat socket {};
  const auto path = session_.directory / "sallyport";
  ASSERT_EQ(::stat(path.c_str(), &directory), 0);
  ASSERT_EQ(::stat((path + "/" + std::to_string(status.supervisor_pid) + ".sock").c_str(), &socket), 0);
  EXPECT_EQ(directory.st_mode & 07777, 0700U);
  EXPECT_EQ(socket.st_mode & 07777, 0600U);
  ::kill(program.pid(), SIGTERM);
  EXPECT_EQ(program.wait(), 143);
}

TEST_F(SupervisedLaunchTest, RestsInLittleMemory) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  GTEST_SKIP() << "sanitizers use memory of their own";
#endif
  auto program = session_.launch({"--", "sleep", "1000"});
  const auto status = session_.the_only_one();
  std::ifstream file("/proc/" + std::to_string(status.supervisor_pid) + "/status");
  long kilobytes = 0;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("VmRSS:")) kilobytes = std::stol(line.substr(6));
  }
  EXPECT_GT(kilobytes, 0);
  EXPECT_LT(kilobytes, 12 * 1024);
  ::kill(program.pid(), SIGTERM);
  EXPECT_EQ(program.wait(), 143);
}

}  // namespace
}  // namespace sallyport
