#include "app/doctor/configuration_source.hpp"

#include <gmock/gmock.h>

#include "support/fake_configuration_files.hpp"

namespace sallyport {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;
using Kind = ConfigurationSource::Kind;

std::vector<std::string> paths(const std::vector<ConfigurationSource>& sources) {
  std::vector<std::string> found;
  for (const ConfigurationSource& each : sources) found.push_back(each.path);
  return found;
}

std::vector<std::string> shown(const std::vector<ConfigurationSource>& sources) {
  std::vector<std::string> found;
  for (const ConfigurationSource& each : sources) found.push_back(each.shown);
  return found;
}

class ConfigurationSources : public testing::Test {
 protected:
  const ConfigurationPlaces linux_ = linux_configuration_places(Environment::from_block({"HOME=/home/a"}));
  const ConfigurationPlaces mac_ = mac_configuration_places(Environment::from_block({"HOME=/Users/a"}));
  const ConfigurationPlaces windows_ = windows_configuration_places(R"(C:\Users\a)", R"(C:\Users\a\AppData\Roaming)");
  FakeConfigurationFiles files_;
};

TEST_F(ConfigurationSources, AreWhereLinuxKeepsThem) {
  files_.files["/etc/apt/apt.conf.d/10proxy"] = {};
  files_.files["/home/a/.config/environment.d/1.conf"] = {};
  const auto found = paths(configuration_sources(linux_, files_));
  for (const char* const path :
       {"/home/a/.bashrc", "/home/a/.zshrc", "/home/a/.gitconfig", "/home/a/.config/git/config", "/home/a/.npmrc",
        "/home/a/.curlrc", "/home/a/.config/pip/pip.conf", "/home/a/.config/Code/User/settings.json",
        "/home/a/.docker/config.json", "/home/a/.config/environment.d/1.conf", "/etc/environment", "/etc/gitconfig",
        "/etc/apt/apt.conf.d/10proxy"}) {
    EXPECT_THAT(found, Contains(path));
  }
  EXPECT_THAT(found, Not(Contains(HasSubstr("Library"))));
}

TEST_F(ConfigurationSources, AreWhereVariablesOfLinuxSay) {
  const Environment environment({{"HOME", "/home/a"}, {"XDG_CONFIG_HOME", "/c"}, {"ZDOTDIR", "/z"}});
  const auto found = paths(configuration_sources(linux_configuration_places(environment), files_));
  EXPECT_THAT(found, AllOf(Contains("/c/git/config"), Contains("/z/.zshrc"), Contains("/home/a/.npmrc")));
  EXPECT_THAT(paths(configuration_sources(linux_configuration_places({}), files_)), Each(StartsWith("/etc/")));
}

TEST_F(ConfigurationSources, AreWhereMacOsKeepsThem) {
  const auto found = paths(configuration_sources(mac_, files_));
  for (const char* const path : {"/Users/a/Library/Application Support/Code/User/settings.json",
                                 "/Users/a/Library/Application Support/pip/pip.conf", "/Users/a/.config/pip/pip.conf",
                                 "/Users/a/.gitconfig", "/Users/a/.zshrc", "/etc/gitconfig"}) {
    EXPECT_THAT(found, Contains(path));
  }
  EXPECT_THAT(found, Not(Contains(HasSubstr(".config/Code"))));
}

TEST_F(ConfigurationSources, AreWhereWindowsKeepsThem) {
  const auto sources = configuration_sources(windows_, files_);
  const auto found = paths(sources);
  for (const char* const path :
       {R"(C:\Users\a\.gitconfig)", R"(C:\Users\a\.config\git\config)", R"(C:\Users\a\.npmrc)",
        R"(C:\Users\a\.docker\config.json)", R"(C:\Users\a\.curlrc)", R"(C:\Users\a\_curlrc)",
        R"(C:\Users\a\AppData\Roaming\pip\pip.ini)", R"(C:\Users\a\AppData\Roaming\Code\User\settings.json)"}) {
    EXPECT_THAT(found, Contains(path));
  }
  EXPECT_THAT(found, Each(AllOf(StartsWith("C:\\"), Not(HasSubstr("/")))));
  EXPECT_THAT(shown(sources), Contains("~/AppData/Roaming/pip/pip.ini"));
}

TEST_F(ConfigurationSources, AreNoneOfWindowsWithoutAHome) {
  EXPECT_THAT(configuration_sources(windows_configuration_places({}, {}), files_), IsEmpty());
}

TEST_F(ConfigurationSources, FollowWhatGitIncludes) {
  const ConfigurationSource source{Kind::kGit, R"(C:\Users\a\.gitconfig)", "~/.gitconfig", "git"};
  const auto found = included_sources(source,
                                      "[include]\npath = work\n[include]\npath = ~/more/git\n"
                                      "[include]\npath = D:/git/config\n[include]\npath = ~b/x\n",
                                      windows_);
  EXPECT_THAT(paths(found), ElementsAre(R"(C:\Users\a\work)", R"(C:\Users\a\more\git)", R"(D:\git\config)"));
  EXPECT_THAT(shown(found), ElementsAre("~/work", "~/more/git", R"(D:\git\config)"));
  const ConfigurationSource unix_source{Kind::kGit, "/home/a/.gitconfig", "~/.gitconfig", "git"};
  EXPECT_THAT(paths(included_sources(unix_source, "[include]\npath = D:/git\n[include]\npath = /g\n", linux_)),
              ElementsAre("/home/a/D:/git", "/g"));
}

}  // namespace
}  // namespace sallyport
