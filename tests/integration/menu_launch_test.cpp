#include <gmock/gmock.h>

#include <filesystem>
#include <string>
#include <vector>

#include "support/sallyport_sandbox.hpp"
#include "support/wait_for.hpp"

namespace sallyport {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

/// The real program, with a stand-in beside it for the window: a script that tells how it was started stays
/// until `close`.
class Programs {
 public:
  Programs() {
    namespace fs = std::filesystem;
    const fs::path real(SALLYPORT_PROGRAM);
    fs::create_directories(directory / "bin");
    fs::copy_file(real, program());
    fs::create_symlink(real.parent_path().parent_path() / "lib", directory / "lib");
    directory.write(
        "bin/sallyport-settings",
        "#!/bin/sh\n"
        "cd \"${0%/bin/*}\"\n"
        "{ echo \"window $$\"; printf '%s\\n' \"$@\"; echo \"token ${XDG_ACTIVATION_TOKEN-none}\"; } > new\n"
        "cat new >> opened\n"
        "while test -e open; do sleep 0.05; done\n");
    directory.write("open", "");
    fs::permissions(directory / "bin/sallyport-settings", fs::perms(0700));
  }

  [[nodiscard]] std::string program() const { return directory / "bin/sallyport"; }
  void close() const { std::filesystem::remove(directory / "open"); }

  TemporaryDirectory directory;
};

class MenuLaunch : public ::testing::Test {
 protected:
  MenuLaunch() {
    sallyport.environment.set("DISPLAY", ":77");
    for (const char* name : {"DESKTOP_STARTUP_ID", "XDG_ACTIVATION_TOKEN", "GIO_LAUNCHED_DESKTOP_FILE_PID"})
      sallyport.environment.unset(name);
  }

  /// `sallyport ARGUMENTS…` with `script` before it, as a shell has it; the shell stays its parent.
  int run_by_shell(const std::string& script, const std::vector<std::string>& arguments) {
    std::vector<std::string> words = {"-c", script + "; exit $?", "sh", sallyport.program()};
    words.insert(words.end(), arguments.begin(), arguments.end());
    return sallyport.run("/bin/sh", words).code;
  }
  /// What the windows told that were opened.
  [[nodiscard]] std::string opened() const { return programs_.directory.read("opened"); }
  [[nodiscard]] bool wait_for_window() const {
    return wait_for([&] { return opened().find("token ") != std::string::npos; });
  }

  Programs programs_;
  SallyportSandbox sallyport{programs_.program()};
};

TEST_F(MenuLaunch, OpensTheWindowWithItsTokenAndEndsAsAnyLaunchDoes) {
  EXPECT_EQ(run_by_shell("XDG_ACTIVATION_TOKEN=fresh \"$@\"", {"launch", "nobody"}), 125);
  ASSERT_TRUE(wait_for_window());
  EXPECT_THAT(opened(), HasSubstr("--message\nThere is no client"));
  EXPECT_THAT(opened(), HasSubstr("token fresh\n"));
}

TEST_F(MenuLaunch, OpensTheWindowWhereTheDesktopSetsNothing) {
  ASSERT_EQ(sallyport({"client", "add", "--name", "Gone", "--", "/nonexistent/program"}).code, 0);
  EXPECT_EQ(run_by_shell("setsid -w \"$@\" < /dev/null > /dev/null 2>&1", {"launch", "gone", "--", "file"}), 127);
  ASSERT_TRUE(wait_for_window());
  EXPECT_THAT(opened(), HasSubstr("--focus\nclients.gone.command\n"));
}

TEST_F(MenuLaunch, IsNotWhatAProgramStartsWhichADesktopStarted) {
  sallyport.environment.set("DESKTOP_STARTUP_ID", "inherited");
  sallyport.environment.set("XDG_ACTIVATION_TOKEN", "inherited");
  sallyport.environment.set("GIO_LAUNCHED_DESKTOP_FILE_PID", "1");
  EXPECT_EQ(run_by_shell("\"$@\"", {"launch", "nobody"}), 125);
  // What would have been opened was before this.
  EXPECT_EQ(run_by_shell("DESKTOP_STARTUP_ID=fresh \"$@\"", {"launch", "other"}), 125);
  ASSERT_TRUE(wait_for_window());
  EXPECT_THAT(opened(), HasSubstr("other"));
  EXPECT_THAT(opened(), Not(HasSubstr("nobody")));
}

TEST_F(MenuLaunch, IsNeverARun) {
  EXPECT_EQ(run_by_shell("DESKTOP_STARTUP_ID=fresh setsid -w \"$@\" < /dev/null > /dev/null 2>&1",
                         {"run", "/nonexistent/program"}),
            127);
  EXPECT_EQ(run_by_shell("DESKTOP_STARTUP_ID=fresh \"$@\"", {"launch", "other"}), 125);
  ASSERT_TRUE(wait_for_window());
  EXPECT_THAT(opened(), Not(HasSubstr("/nonexistent/program")));
}

TEST_F(MenuLaunch, OpensTheWindowAtTheFolderOrTheSettingThatIsWrong) {
  ASSERT_EQ(sallyport({"client", "add", "--name", "True", "--directory", "/nonexistent", "--", "true"}).code, 0);
  EXPECT_EQ(run_by_shell("DESKTOP_STARTUP_ID=fresh \"$@\"", {"launch", "true"}), 125);
  ASSERT_TRUE(wait_for_window());
  EXPECT_THAT(opened(), HasSubstr("--focus\nclients.true.directory\n"));

  std::filesystem::remove(programs_.directory / "opened");
  sallyport.home.write("config/sallyport/settings.toml", "[custom_proxy]\nport = 70000\n");
  EXPECT_EQ(run_by_shell("DESKTOP_STARTUP_ID=fresh \"$@\"", {"launch", "true"}), 125);
  ASSERT_TRUE(wait_for_window());
  EXPECT_THAT(opened(), HasSubstr("--focus\ncustom_proxy.port\n"));
}

TEST_F(MenuLaunch, LeavesNothingOfAWindowThatClosesBesideTheClient) {
  sallyport.use_proxy(1);
  ASSERT_EQ(sallyport({"settings", "set", "custom_proxy.authentication=true", "custom_proxy.username=carol",
                       "delivery=relay"})
                .code,
            0);
  ASSERT_EQ(sallyport({"client", "add", "--name", "Sleeper", "--", "sleep", "60"}).code, 0);
  const auto launch = sallyport.start({"launch", "sleeper"});
  ASSERT_TRUE(wait_for_window());
  EXPECT_THAT(opened(), HasSubstr("--focus\ncustom_proxy.password\n"));
  const std::string window = "/proc/" + std::to_string(std::stoi(opened().substr(std::string("window ").size())));
  ASSERT_TRUE(std::filesystem::exists(window));
  programs_.close();
  EXPECT_TRUE(wait_for([&] { return !std::filesystem::exists(window); }));
  EXPECT_EQ(sallyport.json({"status", "--json"})["clients"][0]["state"], "running");
  EXPECT_EQ(sallyport({"stop", "--all"}).code, 0);
}

}  // namespace
}  // namespace sallyport
