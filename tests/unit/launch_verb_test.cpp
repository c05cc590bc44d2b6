#include <gmock/gmock.h>

#include <functional>

#include "platform/display.hpp"
#include "support/fake_command_line.hpp"

namespace sallyport {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

/// The words of the windows that it left behind.
std::vector<std::string> windows_of(const FakeCommandLine& sallyport) {
  std::vector<std::string> words;
  for (const ProcessSpec& each : sallyport.process.left_behind) {
    words.push_back(each.program);
    words.insert(words.end(), each.arguments.begin(), each.arguments.end());
  }
  return words;
}

/// As the desktop starts a menu entry.
void launch_from_menu(FakeCommandLine& sallyport) {
  sallyport.process.variables.set("DISPLAY", ":0");
  sallyport.process.menu_launch = true;
}

TEST(LaunchVerb, EndsWithTheClientsCode) {
  FakeCommandLine sallyport;
  sallyport.launcher.code = 130;
  EXPECT_EQ(sallyport({"launch", "app"}), 130);
  EXPECT_THAT(sallyport.err(), IsEmpty());
}

TEST(LaunchVerb, HandsOnWhatItWasAskedFor) {
  FakeCommandLine sallyport;
  sallyport.process.variables.set("LANG", "C");
  EXPECT_EQ(
      sallyport({"launch", "app", "--direct", "--detach", "--", "a b", "$HOME", "100%", "two\nlines", "--direct"}), 0);
  ASSERT_EQ(sallyport.launcher.requests.size(), 1U);
  const LaunchRequest& request = sallyport.launcher.requests.front();
  EXPECT_EQ(request.client_id, "app");
  EXPECT_TRUE(request.direct);
  EXPECT_TRUE(sallyport.launcher.detached);
  EXPECT_THAT(request.opened, ElementsAre("a b", "$HOME", "100%", "two\nlines", "--direct"));
  ASSERT_NE(request.inherited.find("LANG"), nullptr);
}

TEST(LaunchVerb, RunsACommandWithItsOwnOptions) {
  FakeCommandLine sallyport;
  EXPECT_EQ(sallyport({"run", "--kind", "chromium", "curl", "--direct", "--help"}), 0);
  ASSERT_EQ(sallyport.launcher.requests.size(), 1U);
  const LaunchRequest& request = sallyport.launcher.requests.front();
  EXPECT_THAT(request.command, ElementsAre("curl", "--direct", "--help"));
  EXPECT_FALSE(request.direct);
  EXPECT_EQ(request.kind, ClientKind::kChromium);
  EXPECT_EQ(request.client_id, "");
}

TEST(LaunchVerb, PassesWarningsOn) {
  FakeCommandLine sallyport;
  sallyport.launcher.warnings = {"PAC needs the relay."};
  EXPECT_EQ(sallyport({"launch", "app"}), 0);
  EXPECT_THAT(sallyport.err(), HasSubstr("sallyport: PAC needs the relay."));
}

struct Failing {
  std::string name;
  ErrorCode error;
  int code;
};

class FailedLaunch : public ::testing::TestWithParam<Failing> {};

TEST_P(FailedLaunch, EndsAsAShellOrWith125) {
  FakeCommandLine sallyport;
  sallyport.launcher.error = Error{GetParam().error, "It did not start."};
  EXPECT_EQ(sallyport({"launch", "app"}), GetParam().code);
  EXPECT_EQ(sallyport({"run", "curl"}), GetParam().code);
  EXPECT_THAT(sallyport.err(), HasSubstr("It did not start."));
  EXPECT_THAT(windows_of(sallyport), IsEmpty());
}

TEST_P(FailedLaunch, EndsTheSameWayBesideTheWindow) {
  FakeCommandLine sallyport;
  launch_from_menu(sallyport);
  sallyport.launcher.error = Error{GetParam().error, "It did not start."};
  EXPECT_EQ(sallyport({"launch", "app"}), GetParam().code);
  EXPECT_EQ(sallyport.process.left_behind.size(), 1U);
  EXPECT_THAT(sallyport.process.became, IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(LaunchVerb, FailedLaunch,
                         ::testing::Values(Failing{"NotFound", ErrorCode::kCommandNotFound, 127},
                                           Failing{"NotExecutable", ErrorCode::kCommandNotExecutable, 126},
                                           Failing{"UnknownClient", ErrorCode::kUnknownName, 125},
                                           Failing{"InvalidSettings", ErrorCode::kInvalidSettings, 125},
                                           Failing{"NotStored", ErrorCode::kCredentialNotStored, 125},
                                           Failing{"Locked", ErrorCode::kKeychainLocked, 125}),
                         [](const auto& each) { return each.param.name; });

TEST(LaunchVerb, OpensTheWindowAtThePasswordWhenAMenuLaunchFails) {
  FakeCommandLine sallyport;
  ASSERT_EQ(sallyport({"settings", "set", "custom_proxy.enabled=true", "custom_proxy.host=proxy.example.com"}), 0);
  launch_from_menu(sallyport);
  sallyport.launcher.error = Error{ErrorCode::kCredentialNotStored, "No password is stored."};
  EXPECT_EQ(sallyport({"launch", "app"}), 125);
  EXPECT_THAT(windows_of(sallyport), ElementsAre("/fake/bin/sallyport-settings", "--message", "No password is stored.",
                                                 "--focus", "custom_proxy.password"));
}

TEST(LaunchVerb, OpensTheWindowWithTheTokenThatTheClientDidNotUse) {
  FakeCommandLine sallyport;
  launch_from_menu(sallyport);
  sallyport.process.variables.set("XDG_ACTIVATION_TOKEN", "token");
  sallyport.launcher.error = Error{ErrorCode::kFailed, "No."};
  EXPECT_EQ(sallyport({"launch", "app"}), 125);
  ASSERT_EQ(sallyport.process.left_behind.size(), 1U);
  EXPECT_NE(sallyport.process.left_behind.front().environment.find("XDG_ACTIVATION_TOKEN"), nullptr);
}

TEST(LaunchVerb, OpensNoWindowForACommandThatIsNotConfigured) {
  FakeCommandLine sallyport;
  launch_from_menu(sallyport);
  sallyport.launcher.error = Error{ErrorCode::kCommandNotFound, "There is no program x."};
  EXPECT_EQ(sallyport({"run", "x"}), 127);
  EXPECT_THAT(windows_of(sallyport), IsEmpty());
}

TEST(LaunchVerb, SaysThatTheWindowIsNotThereEither) {
  FakeCommandLine sallyport;
  launch_from_menu(sallyport);
  sallyport.launcher.error = Error{ErrorCode::kFailed, "No."};
  sallyport.process.error = Error{ErrorCode::kCommandNotFound, "There is no window."};
  EXPECT_EQ(sallyport({"launch", "app"}), 125);
  EXPECT_THAT(sallyport.err(), HasSubstr("There is no window."));
}

TEST(LaunchVerb, OpensTheWindowAtTheCommandThatIsNotThere) {
  FakeCommandLine sallyport;
  launch_from_menu(sallyport);
  sallyport.launcher.error = Error{ErrorCode::kCommandNotFound, "There is no program x."};
  EXPECT_EQ(sallyport({"launch", "app"}), 127);
  ASSERT_EQ(windows_of(sallyport).size(), 5U);
  EXPECT_EQ(windows_of(sallyport).back(), "clients.app.command");
  sallyport.process.left_behind.clear();
  sallyport.launcher.error = Error{ErrorCode::kInvalidSettings, "The settings cannot be read."};
  EXPECT_EQ(sallyport({"launch", "app"}), 125);
  EXPECT_THAT(windows_of(sallyport),
              ElementsAre("/fake/bin/sallyport-settings", "--message", "The settings cannot be read."));
}

TEST(LaunchVerb, OpensTheWindowAtTheFolderThatCannotBeEntered) {
  FakeCommandLine sallyport;
  launch_from_menu(sallyport);
  sallyport.launcher.error = Error{ErrorCode::kInvalidValue, "Its folder /x cannot be used."};
  EXPECT_EQ(sallyport({"launch", "app"}), 125);
  ASSERT_EQ(windows_of(sallyport).size(), 5U);
  EXPECT_EQ(windows_of(sallyport).back(), "clients.app.directory");
}

TEST(LaunchVerb, OpensTheWindowAtTheFirstSettingThatBreaksARule) {
  FakeCommandLine sallyport;
  launch_from_menu(sallyport);
  sallyport.storage.text =
      "[custom_proxy]\nenabled = true\nhost = \"proxy.example.com\"\nport = 70000\nusername = \"a:b\"\n";
  sallyport.launcher.error = Error{ErrorCode::kInvalidSettings, "The settings file cannot be used as it is."};
  EXPECT_EQ(sallyport({"launch", "app"}), 125);
  ASSERT_EQ(windows_of(sallyport).size(), 5U);
  EXPECT_EQ(windows_of(sallyport).back(), "custom_proxy.port");
  sallyport.process.left_behind.clear();
  sallyport.storage.text = "[custom_proxy\n";
  EXPECT_EQ(sallyport({"launch", "app"}), 125);
  EXPECT_EQ(windows_of(sallyport).size(), 3U);
}

TEST(LaunchVerb, OpensNoWindowOutsideTheMenuWithoutADisplayOrAtATerminal) {
  const auto opened = [](const std::function<void(FakeCommandLine&)>& change) {
    FakeCommandLine sallyport;
    launch_from_menu(sallyport);
    change(sallyport);
    sallyport.launcher.error = Error{ErrorCode::kFailed, "No."};
    EXPECT_EQ(sallyport({"launch", "app"}), 125);
    return windows_of(sallyport);
  };
  EXPECT_THAT(opened([](FakeCommandLine&) {}), Not(IsEmpty()));
  EXPECT_THAT(opened([](FakeCommandLine& sallyport) { sallyport.process.menu_launch = false; }), IsEmpty());
  EXPECT_THAT(opened([](FakeCommandLine& sallyport) { sallyport.console.terminal = true; }), IsEmpty());
  // Where no variable names the display, there is one.
  if (shows_windows(Environment())) return;
  EXPECT_THAT(opened([](FakeCommandLine& sallyport) { sallyport.process.variables.unset("DISPLAY"); }), IsEmpty());
}

}  // namespace
}  // namespace sallyport
