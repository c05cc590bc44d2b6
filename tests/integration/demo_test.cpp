#include <gmock/gmock.h>
#include <signal.h>

#include <filesystem>
#include <set>

#include "platform/linux/proc_running_apps.hpp"
#include "support/running_program.hpp"
#include "support/sallyport_sandbox.hpp"
#include "support/wait_for.hpp"

namespace sallyport {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class DemoTest : public ::testing::Test {
 protected:
  /// A PATH with these programs only.
  void offer(const std::vector<std::string>& programs) {
    const std::string bin = sallyport.home / "bin";
    std::filesystem::create_directories(bin);
    for (const std::string& program : programs) {
      std::filesystem::create_symlink("/usr/bin/" + program, bin + "/" + program);
    }
    sallyport.environment.set("PATH", bin);
  }
  std::set<std::string> left_in_tmp() const {
    std::set<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(sallyport.home / "tmp")) {
      names.insert(entry.path().filename().string());
    }
    return names;
  }
  DemoTest() {
    std::filesystem::create_directories(sallyport.home / "tmp");
    sallyport.environment.set("TMPDIR", sallyport.home / "tmp");
  }

  SallyportSandbox sallyport{SALLYPORT_PROGRAM};
};

TEST_F(DemoTest, ShowsTheMainJobAndLeavesNothingBehind) {
  const auto ended = sallyport({"demo"});
  EXPECT_EQ(ended.code, 0) << ended.output << ended.messages;
  EXPECT_THAT(ended.output, AllOf(HasSubstr("407"), HasSubstr("200"), HasSubstr("✓"), Not(HasSubstr("✗"))));
  EXPECT_THAT(left_in_tmp(), ::testing::IsEmpty());
  EXPECT_FALSE(std::filesystem::exists(sallyport.home / "config"));
  for (const auto& app : ProcRunningApps().list()) {
    for (const std::string& word : app.command_line) EXPECT_THAT(word, Not(HasSubstr(sallyport.home / "tmp")));
  }
}

TEST_F(DemoTest, WorksWithoutCurlAndPastTheUsersVariables) {
  offer({"dbus-daemon", "gnome-keyring-daemon", "env"});
  sallyport.environment.set("HTTP_PROXY", "http://127.0.0.1:1");
  sallyport.environment.set("no_proxy", "*");
  const auto ended = sallyport({"demo"});
  EXPECT_EQ(ended.code, 0) << ended.output << ended.messages;
  EXPECT_THAT(ended.output, HasSubstr("curl is not installed"));
}

TEST_F(DemoTest, CleansUpWhenItIsEndedHalfWay) {
  RunningProgram demo({SALLYPORT_PROGRAM, "demo"}, sallyport.variables());
  ASSERT_TRUE(wait_for([&] { return !left_in_tmp().empty(); }));
  ::kill(demo.pid(), SIGTERM);
  EXPECT_TRUE(demo.wait());
  EXPECT_THAT(left_in_tmp(), ::testing::IsEmpty());
}

TEST_F(DemoTest, SaysWhatIsMissingAndHowToGetIt) {
  offer({"dbus-daemon", "env"});
  const auto ended = sallyport({"demo"});
  EXPECT_EQ(ended.code, 4);
  EXPECT_THAT(ended.messages, HasSubstr("apt-get install gnome-keyring"));
  EXPECT_THAT(left_in_tmp(), ::testing::IsEmpty());
}

}  // namespace
}  // namespace sallyport
