#include <windows.h>

#include <nlohmann/json.hpp>

#include "contract/process_launcher_contract.hpp"
#include "contract/windows/probe_program.hpp"
#include "platform/windows/windows_process_launcher.hpp"
#include "support/wait_for.hpp"

namespace sallyport {
namespace {

using testing::Contains;
using testing::ElementsAreArray;

int exit_code_of(HANDLE process) {
  constexpr DWORD kLimit = 60'000;
  DWORD code = 99;
  if (::WaitForSingleObject(process, kLimit) == WAIT_OBJECT_0) ::GetExitCodeProcess(process, &code);
  return static_cast<int>(code);
}

class TestedWindowsLauncher final : public TestedLauncher {
 public:
  ProcessLauncher& launcher() override { return launcher_; }
  [[nodiscard]] ProcessSpec program() const override {
    return {.program = probe_program(), .arguments = {directory_ / "dump.json"}};
  }
  int wait(ProcessId pid) override { return exit_code_of(launcher_.process(pid)); }
  bool left_nothing() override { return job_.processes().empty(); }

 private:
  TemporaryDirectory directory_;
  ClientJob job_;
  WindowsProcessLauncher launcher_;
};

INSTANTIATE_TEST_SUITE_P(
    Adapters, ProcessLauncherContract,
    testing::Values(LauncherKind{"Fake",
                                 [](const TemporaryDirectory& directory) -> std::unique_ptr<TestedLauncher> {
                                   return std::make_unique<TestedFakeLauncher>(directory);
                                 }},
                    LauncherKind{"Windows",
                                 [](const TemporaryDirectory&) -> std::unique_ptr<TestedLauncher> {
                                   return std::make_unique<TestedWindowsLauncher>();
                                 }}),
    [](const auto& test) { return test.param.name; });

class WindowsProcessLauncherTest : public testing::Test {
 protected:
  nlohmann::json probe(ProcessSpec spec) {
    spec.program = probe_program();
    spec.arguments.insert(spec.arguments.begin(), directory_ / "dump.json");
    const auto pid = launcher_.start(spec);
    if (!pid) {
      ADD_FAILURE() << pid.error().message;
      return {};
    }
    EXPECT_EQ(exit_code_of(launcher_.process(*pid)), 0);
    return nlohmann::json::parse(directory_.read("dump.json"));
  }

  TemporaryDirectory directory_;
  ClientJob job_;
  WindowsProcessLauncher launcher_;
};

TEST_F(WindowsProcessLauncherTest, PassesArgumentsLiterally) {
  const std::vector<std::string> hard = {
      "", "a b", "\"'`%PATH%", "\\", "a b\\", "\\\\\"", "a\\\"b", "\xc3\xbc \xd0\xb6", "--", "*", "^&|<>", "\t"};
  auto arguments = probe({.arguments = hard})["arguments"].get<std::vector<std::string>>();
  arguments.erase(arguments.begin(), arguments.begin() + 2);
  EXPECT_THAT(arguments, ElementsAreArray(hard));
}

TEST_F(WindowsProcessLauncherTest, GivesTheEnvironmentInUnicodeAndEachNameOnce) {
  const auto dump = probe({.environment = Environment({{"http_proxy", "http://old"},
                                                       {"SystemRoot", "C:\\windows"},
                                                       {"HTTP_PROXY", "http://new"},
                                                       {"NAME", "\xd0\xb6=\xc3\xbc"}})});
  const auto variables = dump["environment"].get<std::vector<std::string>>();
  EXPECT_THAT(variables, Contains("http_proxy=http://new"));
  EXPECT_THAT(variables, Contains("NAME=\xd0\xb6=\xc3\xbc"));
  EXPECT_THAT(variables, testing::Not(Contains(testing::StartsWith("HTTP_PROXY="))));
}

TEST_F(WindowsProcessLauncherTest, StartsInTheDirectory) {
  directory_.write("folder \xc3\xbc/file", "");
  EXPECT_EQ(probe({.directory = directory_ / "folder \xc3\xbc"})["directory"], directory_ / "folder \xc3\xbc");
}

TEST_F(WindowsProcessLauncherTest, HasTheProcessInItsJobAndEndsItsTree) {
  const auto pid = launcher_.start({.program = probe_program(), .arguments = {directory_ / "dump.json", "--stay"}});
  ASSERT_TRUE(pid) << pid.error().message;
  EXPECT_TRUE(job_.contains(*pid));
  EXPECT_THAT(job_.processes(), Contains(*pid));
  EXPECT_FALSE(job_.contains(static_cast<ProcessId>(::GetCurrentProcessId())));
  job_.end();
  EXPECT_EQ(exit_code_of(launcher_.process(*pid)), 1);
  EXPECT_TRUE(wait_for([&] { return job_.processes().empty(); }, std::chrono::seconds(60)));
}

TEST_F(WindowsProcessLauncherTest, StartsApartOutsideTheJob) {
  const auto started = launcher_.start_apart({.program = probe_program(), .arguments = {directory_ / "dump.json"}});
  ASSERT_TRUE(started) << started.error().message;
  EXPECT_TRUE(wait_for([&] { return !directory_.read("dump.json").empty(); }, std::chrono::seconds(60)));
  EXPECT_TRUE(job_.processes().empty());
}

TEST_F(WindowsProcessLauncherTest, RefusesWhatABatchFileWouldTakeForACommand) {
  directory_.write("tool.cmd", "@exit 0\r\n");
  const auto refused = launcher_.start({.program = directory_ / "tool.cmd", .arguments = {"fine", "\"&calc.exe"}});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kInvalidValue);
  EXPECT_THAT(refused.error().message, testing::HasSubstr("argument 2"));
}

}  // namespace
}  // namespace sallyport
