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
  EXPECT_THAT(sallyport.process.became, ElementsAre("/fake/bin/sallyport-settings", "--message",
                                                    "No password is stored.", "--focus", "custom_proxy.password"));
}

TEST(LaunchVerb, OpensTheWindowAtTheCommandThatIsNotThere) {
  FakeCommandLine sallyport;
  launch_from_menu(sallyport);
  sallyport.launcher.error = Error{ErrorCode::kCommandNotFound, "There is no program x."};
  EXPECT_EQ(sallyport({"launch", "app"}), 127);
  ASSERT_EQ(sallyport.process.became.size(), 5U);
  EXPECT_EQ(sallyport.process.became.back(), "clients.app.command");
  sallyport.process.became.clear();
  sallyport.launcher.error = Error{ErrorCode::kInvalidSettings, "The settings cannot be read."};
  EXPECT_EQ(sallyport({"launch", "app"}), 125);
  EXPECT_THAT(sallyport.process.became,
              ElementsAre("/fake/bin/sallyport-settings", "--message", "The settings cannot be read."));
}

TEST(LaunchVerb, OpensNoWindowOutsideTheMenuWithoutADisplayOrAtATerminal) {
  const auto became = [](const std::function<void(FakeCommandLine&)>& change) {
    FakeCommandLine sallyport;
    launch_from_menu(sallyport);
    change(sallyport);
    sallyport.launcher.error = Error{ErrorCode::kFailed, "No."};
    EXPECT_EQ(sallyport({"launch", "app"}), 125);
    return sallyport.process.became;
  };
  EXPECT_THAT(became([](FakeCommandLine&) {}), Not(IsEmpty()));
  EXPECT_THAT(became([](FakeCommandLine& sallyport) { sallyport.process.menu_launch = false; }), IsEmpty());
  EXPECT_THAT(became([](FakeCommandLine& sallyport) { sallyport.console.terminal = true; }), IsEmpty());
  // Where no variable names the display, there is one.
  if (shows_windows(Environment())) return;
  EXPECT_THAT(became([](FakeCommandLine& sallyport) { sallyport.process.variables.unset("DISPLAY"); }), IsEmpty());
}

}  // namespace
}  // namespace sallyport
