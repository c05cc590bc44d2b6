#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "contract/process_launcher_contract.hpp"
#include "platform/posix/boost_process_launcher.hpp"
#include "support/child_process.hpp"
#include "support/temporary_directory.hpp"
#include "support/wait_for.hpp"

namespace sallyport {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

int exit_status_of(ProcessId pid) {
  int status = 0;
  EXPECT_EQ(::waitpid(static_cast<pid_t>(pid), &status, 0), pid);
  return status;
}

bool has_no_child() {
  siginfo_t info{};
  return ::waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) == -1 && errno == ECHILD;
}

class TestedBoostLauncher final : public TestedLauncher {
 public:
  ProcessLauncher& launcher() override { return launcher_; }
  [[nodiscard]] ProcessSpec program() const override { return {.program = "/bin/true"}; }
  int wait(ProcessId pid) override { return exit_status_of(pid); }
  bool left_nothing() override { return has_no_child(); }

 private:
  BoostProcessLauncher launcher_;
};

INSTANTIATE_TEST_SUITE_P(
    Adapters, ProcessLauncherContract,
    testing::Values(LauncherKind{"Fake",
                                 [](const TemporaryDirectory& directory) -> std::unique_ptr<TestedLauncher> {
                                   return std::make_unique<TestedFakeLauncher>(directory);
                                 }},
                    LauncherKind{"Boost",
                                 [](const TemporaryDirectory&) -> std::unique_ptr<TestedLauncher> {
                                   return std::make_unique<TestedBoostLauncher>();
                                 }}),
    [](const auto& test) { return test.param.name; });

class BoostProcessLauncherTest : public testing::Test {
 protected:
  nlohmann::json probe(BoostProcessLauncher& launcher, ProcessSpec spec) {
    spec.program = SALLYPORT_PROBE;
    spec.arguments.insert(spec.arguments.begin(), directory_ / "dump.json");
    const auto pid = launcher.start(spec);
    if (!pid) {
      ADD_FAILURE() << pid.error().message;
      return {};
    }
    EXPECT_EQ(exit_status_of(*pid), 0);
    return nlohmann::json::parse(directory_.read("dump.json"));
  }
  std::string script(std::string_view name, std::string_view text) {
    directory_.write(name, text);
    ::chmod((directory_ / name).c_str(), 0700);
    return directory_ / name;
  }

  TemporaryDirectory directory_;
};

TEST_F(BoostProcessLauncherTest, PassesArgumentsLiterally) {
  BoostProcessLauncher launcher;
  const std::vector<std::string> hard = {"", "a b", "\"'`$HOME", "%f", "two\nlines", "\xc3\xbc", "--", "*"};
  auto arguments = probe(launcher, {.arguments = hard})["arguments"].get<std::vector<std::string>>();
  arguments.erase(arguments.begin(), arguments.begin() + 2);
  EXPECT_EQ(arguments, hard);
}

TEST_F(BoostProcessLauncherTest, ShowsTheNameThatWasAskedFor) {
  BoostProcessLauncher launcher;
  EXPECT_EQ(probe(launcher, {.argv0 = "client"})["arguments"][0], "client");
  EXPECT_EQ(probe(launcher, {})["arguments"][0], SALLYPORT_PROBE);
}

TEST_F(BoostProcessLauncherTest, GivesTheEnvironmentWholeAndNothingElse) {
  BoostProcessLauncher launcher;
  const auto dump = probe(launcher, {.environment = Environment({{"A", "1"}, {"B", ""}, {"C", "x=y"}})});
  EXPECT_THAT(dump["environment"].get<std::vector<std::string>>(), ElementsAre("A=1", "B=", "C=x=y"));
}

TEST_F(BoostProcessLauncherTest, StartsInTheDirectory) {
  BoostProcessLauncher launcher;
  const auto wanted = std::filesystem::canonical(directory_.path());
  EXPECT_EQ(probe(launcher, {.directory = wanted})["directory"], wanted.string());
  EXPECT_EQ(probe(launcher, {})["directory"], std::filesystem::current_path().string());
}

TEST_F(BoostProcessLauncherTest, LeaksNoDescriptor) {
  const int inheritable = ::open("/dev/null", O_RDONLY);
  BoostProcessLauncher launcher;
  const auto before = std::distance(std::filesystem::directory_iterator("/proc/self/fd"), {});
  EXPECT_THAT(probe(launcher, {})["descriptors"].get<std::vector<int>>(), ElementsAre(0, 1, 2));
  EXPECT_FALSE(launcher.start({.program = directory_ / "missing"}).has_value());
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator("/proc/self/fd"), {}), before);
  ::close(inheritable);
}

TEST_F(BoostProcessLauncherTest, RestoresTheSignalsThatItFoundAtConstruction) {
  ChildProcess child([this] {
    ::signal(SIGUSR1, SIG_IGN);
    sigset_t set;
    ::sigemptyset(&set);
    ::sigaddset(&set, SIGUSR2);
    ::sigprocmask(SIG_SETMASK, &set, nullptr);
    BoostProcessLauncher launcher;
    ::signal(SIGUSR1, SIG_DFL);
    ::signal(SIGPIPE, SIG_IGN);
    ::sigfillset(&set);
    ::sigprocmask(SIG_SETMASK, &set, nullptr);
    ::umask(027);
    const auto pid = launcher.start({.program = SALLYPORT_PROBE, .arguments = {directory_ / "dump.json"}});
    if (pid) ::waitpid(static_cast<pid_t>(*pid), nullptr, 0);
    return std::string("done");
  });
  ASSERT_EQ(child.result(), "done");
  const auto dump = nlohmann::json::parse(directory_.read("dump.json"));
  EXPECT_THAT(dump["blocked"].get<std::vector<int>>(), ElementsAre(SIGUSR2));
  EXPECT_THAT(dump["ignored"].get<std::vector<int>>(), Contains(SIGUSR1));
  EXPECT_THAT(dump["ignored"].get<std::vector<int>>(), Not(Contains(SIGPIPE)));
  EXPECT_EQ(dump["umask"].get<int>(), 027);
}

TEST_F(BoostProcessLauncherTest, StaysInTheProcessGroup) {
  BoostProcessLauncher launcher;
  EXPECT_EQ(probe(launcher, {})["group"], ::getpgrp());
}

TEST_F(BoostProcessLauncherTest, RunsAScriptWithoutInterpreterLineAsAShellDoes) {
  BoostProcessLauncher launcher;
  const auto program = script("plain", "printf '%s|' \"$0\" \"$@\" >\"$OUT\"\n");
  const auto pid = launcher.start(
      {.program = program, .arguments = {"a b", "c"}, .environment = Environment({{"OUT", directory_ / "out"}})});
  ASSERT_TRUE(pid.has_value()) << pid.error().message;
  EXPECT_EQ(exit_status_of(*pid), 0);
  EXPECT_EQ(directory_.read("out"), program + "|a b|c|");
}

TEST_F(BoostProcessLauncherTest, RefusesABinaryOfAnotherKind) {
  BoostProcessLauncher launcher;
  const auto pid = launcher.start({.program = script("binary", std::string_view("\x7f"
                                                                                "ELF\0\0\0\0",
                                                                                8))});
  ASSERT_FALSE(pid.has_value());
  EXPECT_EQ(pid.error().code, ErrorCode::kCommandNotExecutable);
  EXPECT_TRUE(has_no_child());
}

TEST_F(BoostProcessLauncherTest, NamesAMissingInterpreter) {
  BoostProcessLauncher launcher;
  const auto pid = launcher.start({.program = script("orphan", "#!/no/such/interpreter\n")});
  ASSERT_FALSE(pid.has_value());
  EXPECT_EQ(pid.error().code, ErrorCode::kCommandNotExecutable);
  EXPECT_THAT(pid.error().message, HasSubstr("interpreter"));
}

TEST_F(BoostProcessLauncherTest, SaysThatArgumentsAreTooLong) {
  BoostProcessLauncher launcher;
  const auto pid = launcher.start({.program = "/bin/true", .arguments = {std::string(1 << 20, 'x')}});
  ASSERT_FALSE(pid.has_value());
  EXPECT_EQ(pid.error().code, ErrorCode::kIo);
  EXPECT_THAT(pid.error().message, HasSubstr("too long"));
}

TEST(BoostProcessLauncher, StartsApartFromWhateverReapsItsDescendants) {
  const TemporaryDirectory directory;
  const std::string told = directory / "told";
  ChildProcess subreaper([&] {
    BoostProcessLauncher launcher;
    ::prctl(PR_SET_CHILD_SUBREAPER, 1);
    rlimit raised{};
    ::getrlimit(RLIMIT_NOFILE, &raised);
    raised.rlim_cur -= 1;
    ::setrlimit(RLIMIT_NOFILE, &raised);
    sigset_t blocked;
    ::sigfillset(&blocked);
    ::sigprocmask(SIG_BLOCK, &blocked, nullptr);
    ProcessSpec spec;
    spec.program = "/bin/sh";
    spec.arguments = {"-c",
                      "{ echo $$ $PPID $TOLD; ulimit -n; readlink /proc/self/fd/0; ls /proc/self/fd | wc -l; "
                      "grep SigBlk /proc/self/status; } > \"$1\".new && mv \"$1\".new \"$1\"",
                      "sh", told};
    spec.environment = Environment::from_block({"TOLD=a word", "PATH=/usr/bin:/bin"});
    const auto started = launcher.start_apart(spec);
    if (!started) return started.error().message;
    if (!wait_for([&] { return !directory.read("told").empty(); })) return std::string("it told nothing");
    return std::string(has_no_child() ? "no child" : "a child");
  });
  EXPECT_EQ(subreaper.result(), "no child");
  rlimit own{};
  ::getrlimit(RLIMIT_NOFILE, &own);
  std::istringstream words(directory.read("told"));
  pid_t pid = 0;
  pid_t parent = 0;
  std::string rest;
  words >> pid >> parent;
  std::getline(words >> std::ws, rest, '\0');
  EXPECT_EQ(parent, ::getpid());
  // What ls itself opens is the fourth.
  EXPECT_EQ(rest, "a word\n" + std::to_string(own.rlim_cur) + "\n/dev/null\n4\nSigBlk:\t0000000000000000\n");
  EXPECT_EQ(exit_status_of(pid), 0);
}

TEST(BoostProcessLauncher, StartsNothingApartThatIsNoProgram) {
  const auto started = BoostProcessLauncher().start_apart({.program = "/nonexistent"});
  ASSERT_FALSE(started.has_value());
  EXPECT_EQ(started.error().code, ErrorCode::kCommandNotFound);
  EXPECT_TRUE(has_no_child());
}

}  // namespace
}  // namespace sallyport
