#include "cli/command_line.hpp"

#include <gmock/gmock.h>

#include <algorithm>

#include "platform/display.hpp"
#include "support/fake_command_line.hpp"

namespace sallyport {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class EveryVerb : public ::testing::TestWithParam<std::vector<std::string>> {};

TEST_P(EveryVerb, HasHelpWithAnExample) {
  FakeCommandLine sallyport;
  std::vector<std::string> arguments = GetParam();
  arguments.emplace_back("--help");
  EXPECT_EQ(sallyport(arguments), 0);
  EXPECT_THAT(sallyport.out(), HasSubstr("Example:\n  sallyport " + GetParam().front()));
  EXPECT_THAT(sallyport.err(), IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(
    CommandLine, EveryVerb,
    ::testing::Values(std::vector<std::string>{"launch"}, std::vector<std::string>{"run"},
                      std::vector<std::string>{"restart"}, std::vector<std::string>{"stop"},
                      std::vector<std::string>{"status"}, std::vector<std::string>{"env"},
                      std::vector<std::string>{"route"}, std::vector<std::string>{"settings"},
                      std::vector<std::string>{"settings", "show"}, std::vector<std::string>{"settings", "get"},
                      std::vector<std::string>{"settings", "set"}, std::vector<std::string>{"settings", "validate"},
                      std::vector<std::string>{"settings", "path"}, std::vector<std::string>{"settings", "import"},
                      std::vector<std::string>{"git-credential"}, std::vector<std::string>{"credential"},
                      std::vector<std::string>{"credential", "set"}, std::vector<std::string>{"credential", "clear"},
                      std::vector<std::string>{"credential", "status"}, std::vector<std::string>{"client"},
                      std::vector<std::string>{"client", "list"}, std::vector<std::string>{"client", "add"},
                      std::vector<std::string>{"client", "edit"}, std::vector<std::string>{"client", "remove"},
                      std::vector<std::string>{"client", "menu"}, std::vector<std::string>{"client", "import"},
                      std::vector<std::string>{"script"}, std::vector<std::string>{"demo"}),
    [](const auto& each) {
      std::string name;
      for (const std::string& word : each.param) name += (name.empty() ? "" : "_") + word;
      std::ranges::replace(name, '-', '_');
      return name;
    });

TEST(WrongUsageOfAVerb, NamesTheHelpOfThatVerb) {
  FakeCommandLine sallyport;
  EXPECT_EQ(sallyport({"settings", "import", "--form", "gnome"}), 2);
  EXPECT_THAT(sallyport.err(), HasSubstr("`sallyport settings import --help`"));
  EXPECT_EQ(sallyport({"route"}), 2);
  EXPECT_THAT(sallyport.err(), HasSubstr("`sallyport route --help`"));
  EXPECT_EQ(sallyport({"--settings"}), 2);
  EXPECT_THAT(sallyport.err(), HasSubstr("`sallyport --help`"));
}

struct Usage {
  std::string name;
  std::vector<std::string> arguments;
  int code;
};

class WrongUsage : public ::testing::TestWithParam<Usage> {};

TEST_P(WrongUsage, EndsWithItsCodeAndSaysSoOnStandardError) {
  FakeCommandLine sallyport;
  EXPECT_EQ(sallyport(GetParam().arguments), GetParam().code);
  EXPECT_THAT(sallyport.err(), ::testing::StartsWith("sallyport: "));
  EXPECT_THAT(sallyport.out(), IsEmpty());
  EXPECT_FALSE(sallyport.storage.text.has_value());
  EXPECT_THAT(sallyport.launcher.requests, IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(
    CommandLine, WrongUsage,
    ::testing::Values(Usage{"UnknownVerb", {"fly"}, 2}, Usage{"DoctorWithoutOption", {"doctor", "x"}, 2},
                      Usage{"GitCredentialWithoutOperation", {"git-credential"}, 2},
                      Usage{"UnknownRouteAs", {"route", "http://a/", "--as", "emacs"}, 3},
                      Usage{"RouteListWithoutProgram", {"route", "http://a/", "--no-proxy", "a"}, 2},
                      Usage{"UnknownSourceOfImport", {"settings", "import", "--from", "gnom"}, 2},
                      Usage{"UnknownOption", {"status", "--xml"}, 2}, Usage{"MissingArgument", {"route"}, 2},
                      Usage{"MissingSubverb", {"settings"}, 2}, Usage{"OptionWithoutValue", {"--settings"}, 2},
                      Usage{"UnknownKey", {"settings", "set", "custom_proxy.colour=red"}, 2},
                      Usage{"UnknownKeyOfGet", {"settings", "get", "colour"}, 2},
                      Usage{"NoPair", {"settings", "set", "custom_proxy.host"}, 2},
                      Usage{"UnknownClientOfEnv", {"env", "nobody"}, 2},
                      Usage{"UnknownClientOfStop", {"stop", "nobody"}, 2},
                      Usage{"UnknownClientOfRemove", {"client", "remove", "nobody"}, 2},
                      Usage{"UnknownClientOfScript", {"script", "nobody", "--sanitized"}, 2},
                      Usage{"RestartOfNothing", {"restart"}, 2}, Usage{"StopOfAllAndOne", {"stop", "--all", "a"}, 2},
                      Usage{"InvalidFormat", {"env", "--format", "xml"}, 3},
                      Usage{"InvalidSeconds", {"stop", "--all", "--force-after", "soon"}, 3},
                      Usage{"InvalidValue", {"settings", "set", "custom_proxy.port=0"}, 3},
                      Usage{"LaunchWithoutClient", {"launch"}, 125},
                      Usage{"LaunchWithUnknownOption", {"launch", "app", "--fly"}, 125},
                      Usage{"RunWithoutCommand", {"run", "--direct"}, 125},
                      Usage{"RunOfEmptyCommand", {"run", ""}, 125},
                      Usage{"RunWithUnknownOption", {"run", "--fly", "curl"}, 125},
                      Usage{"RunWithUnknownKind", {"run", "--kind", "cobol", "curl"}, 125}),
    [](const auto& each) { return each.param.name; });

TEST(CommandLine, NeverRepeatsAPasswordGivenByMistake) {
  FakeCommandLine sallyport;
  EXPECT_EQ(sallyport({"credential", "set", "custom", "hunter2"}), 2);
  EXPECT_THAT(sallyport.err(), Not(HasSubstr("hunter2")));
  const std::string url = "http://alice:hunter2@proxy.test:3128";
  for (const std::vector<std::string>& arguments :
       {std::vector<std::string>{url}, {"check", "http://a/", url}, {"settings", "set", url}}) {
    EXPECT_EQ(sallyport(arguments), 2);
    EXPECT_THAT(sallyport.err(), HasSubstr("http://alice:***@proxy.test:3128"));
    EXPECT_THAT(sallyport.err(), Not(HasSubstr("hunter2")));
  }
}

TEST(CommandLine, SaysItsVersion) {
  FakeCommandLine sallyport;
  EXPECT_EQ(sallyport({"--version"}), 0);
  EXPECT_THAT(sallyport.out(), ::testing::StartsWith("sallyport "));
}

TEST(CommandLine, HidesTheDemosOwnClient) {
  FakeCommandLine sallyport;
  EXPECT_EQ(sallyport({"--help"}), 0);
  EXPECT_THAT(sallyport.out(), HasSubstr("launch"));
  EXPECT_THAT(sallyport.out(), Not(HasSubstr("demo-probe")));
}

TEST(CommandLine, HandsTheSettingsFileOn) {
  FakeCommandLine sallyport;
  EXPECT_EQ(sallyport({"--settings", "other.toml", "settings", "path"}), 0);
  EXPECT_EQ(sallyport.settings_file, "other.toml");
}

TEST(CommandLine, AloneOpensTheWindow) {
  FakeCommandLine sallyport;
  sallyport.process.variables.set("WAYLAND_DISPLAY", "wayland-0");
  EXPECT_EQ(sallyport({"--settings", "other.toml"}), 1);  // the fake never becomes anything
  EXPECT_THAT(sallyport.process.became, ElementsAre("/fake/bin/sallyport-settings", "--settings", "other.toml"));
}

TEST(CommandLine, AloneWithoutADisplayPointsToTheVerbs) {
  if (shows_windows(Environment())) GTEST_SKIP() << "no variable names the display here";
  FakeCommandLine sallyport;
  EXPECT_EQ(sallyport({}), 1);
  EXPECT_THAT(sallyport.err(), HasSubstr("--help"));
  EXPECT_THAT(sallyport.process.became, IsEmpty());
}

TEST(CommandLine, TakesAClientNamedLikeAVerb) {
  FakeCommandLine sallyport;
  EXPECT_EQ(sallyport({"client", "add", "--name", "Status", "--", "curl"}), 0);
  EXPECT_EQ(sallyport({"launch", "status"}), 0);
  EXPECT_EQ(sallyport.launcher.requests.back().client_id, "status");
  EXPECT_EQ(sallyport({"client", "remove", "status"}), 0);
}

}  // namespace
}  // namespace sallyport
