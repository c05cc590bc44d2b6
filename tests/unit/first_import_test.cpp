#include "app/first_import.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "support/fake_system_proxy.hpp"

namespace sallyport {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using Mode = SystemProxyConfiguration::Mode;

SystemProxyConfiguration configuration_of(const std::string& source, const std::string& host = {}) {
  SystemProxyConfiguration says;
  says.source = source;
  says.mode = host.empty() ? Mode::kNone : Mode::kManual;
  if (!host.empty()) says.https = SystemProxyServer{{ProxyProtocol::kHttp, host, 3128}, std::nullopt};
  return says;
}

class FirstImport : public ::testing::Test {
 protected:
  Result<ProxyImport> find(std::span<const SupervisorStatus> running = {}) {
    asked.clear();
    return find_first_import({desktop, environment, names,
                              [this](const std::string& name) -> Result<ImportSource> {
                                asked.push_back(name);
                                return source_of_desktop(configuration_of(name, others[name]));
                              }},
                             current, running);
  }
  std::string source() {
    const auto import = find();
    return import ? import->source : "none";
  }

  FakeSystemProxy desktop;
  Environment environment;
  std::vector<std::string> names = {"GNOME", "KDE"};
  std::map<std::string, std::string> others;  ///< the server of each, by name
  std::vector<std::string> asked;
  ProxySettings current;
};

TEST_F(FirstImport, PutsWhatIsInForceHereFirst) {
  desktop.current = configuration_of("KDE");
  others = {{"GNOME", "gnome.example.com"}, {"KDE", "kde.example.com"}};
  EXPECT_EQ(source(), "GNOME's settings");
  EXPECT_THAT(asked, ElementsAre("GNOME"));
  environment.set("http_proxy", "http://variable.example.com:1");
  EXPECT_EQ(source(), "the environment");
  desktop.current = configuration_of("KDE", "running.example.com");
  EXPECT_EQ(source(), "KDE's settings");
  EXPECT_THAT(asked, IsEmpty());
}

TEST_F(FirstImport, AsksADesktopThatDoesNotRun) {
  desktop.current = configuration_of("");
  others["KDE"] = "kde.example.com";
  EXPECT_EQ(source(), "KDE's settings");
  EXPECT_THAT(asked, ElementsAre("GNOME", "KDE"));
}

TEST_F(FirstImport, AsksNoDesktopWhereTheSystemHasOneConfiguration) {
  desktop.current = configuration_of("Windows");
  names.clear();
  const auto none = find();
  ASSERT_FALSE(none);
  EXPECT_THAT(asked, IsEmpty());
  EXPECT_THAT(none.error().message, ::testing::Not(HasSubstr("GNOME")));
}

TEST_F(FirstImport, TakesOneThatChangesNothing) {
  desktop.current = configuration_of("GNOME", "running.example.com");
  environment.set("http_proxy", "http://variable.example.com:1");
  current = find()->settings;
  const auto again = find();
  ASSERT_TRUE(again);
  EXPECT_EQ(again->source, "GNOME's settings");
  EXPECT_THAT(again->changes, IsEmpty());
}

TEST_F(FirstImport, SaysWhatMayBeInForceAndWasPassedOver) {
  desktop.current.mode = Mode::kAutomatic;
  environment.set("http_proxy", "http://variable.example.com:1");
  EXPECT_THAT(find()->warnings, Contains(HasSubstr("PAC")));
  desktop.current = configuration_of("GNOME");
  EXPECT_THAT(find()->warnings, IsEmpty());
  desktop.error = Error{ErrorCode::kIo, "It cannot be read."};
  EXPECT_THAT(find()->warnings, ElementsAre("It cannot be read."));
}

TEST_F(FirstImport, GivesTheReasonOfEachWhenThereIsNone) {
  SupervisorStatus client;
  client.relay_port = 4711;
  environment.set("http_proxy", "http://127.0.0.1:4711");
  const auto none = find({&client, 1});
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().code, ErrorCode::kFailed);
  EXPECT_THAT(none.error().message,
              AllOf(HasSubstr("GNOME's settings"), HasSubstr("own relay"), HasSubstr("KDE's settings")));
}

}  // namespace
}  // namespace sallyport
