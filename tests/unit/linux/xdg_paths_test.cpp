#include "platform/linux/xdg_paths.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

#include "support/child_process.hpp"
#include "support/temporary_directory.hpp"

namespace sallyport {
namespace {

using testing::HasSubstr;

TEST(XdgPaths, FollowsTheVariables) {
  const XdgPaths paths(Environment({{"HOME", "/home/a"}, {"XDG_CONFIG_HOME", "/c"}, {"XDG_STATE_HOME", "/s"}}));
  EXPECT_EQ(paths.settings_file(), "/c/sallyport/settings.toml");
  EXPECT_EQ(paths.state_directory(), "/s/sallyport");
}

TEST(XdgPaths, FallsBackToTheHomeAndIgnoresRelativePaths) {
  const XdgPaths paths(Environment({{"HOME", "/home/a"}, {"XDG_CONFIG_HOME", "relative"}, {"XDG_STATE_HOME", ""}}));
  EXPECT_EQ(paths.settings_file(), "/home/a/.config/sallyport/settings.toml");
  EXPECT_EQ(paths.state_directory(), "/home/a/.local/state/sallyport");
}

TEST(XdgPaths, MakesTheGivenSettingsFileAbsolute) {
  EXPECT_EQ(XdgPaths(Environment(), "/a/../b.toml").settings_file(), "/b.toml");
  EXPECT_EQ(XdgPaths(Environment(), "b.toml").settings_file(), std::filesystem::current_path() / "b.toml");
}

class RuntimeDirectory : public testing::Test {
 protected:
  [[nodiscard]] Result<std::string> ask() const {
    return XdgPaths(Environment({{"XDG_RUNTIME_DIR", directory_.path().string()}})).runtime_directory();
  }
  void expect_refused(std::string_view words) const {
    const auto result = ask();
    ASSERT_FALSE(result.has_value());
    EXPECT_EQ(result.error().code, ErrorCode::kIo);
    EXPECT_THAT(result.error().message, HasSubstr(words));
  }

  TemporaryDirectory directory_;
};

TEST_F(RuntimeDirectory, IsMadeForTheUserAlone) {
  const mode_t old = ::umask(0777);
  const auto result = ask();
  ::umask(old);
  ASSERT_TRUE(result.has_value()) << result.error().message;
  EXPECT_EQ(*result, directory_ / "sallyport");
  struct stat status {};
  ASSERT_EQ(::stat(result->c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 07777, 0700U);
  EXPECT_TRUE(ask().has_value());
}

TEST_F(RuntimeDirectory, IsRefusedWhenOthersMayEnterIt) {
  ::mkdir((directory_ / "sallyport").c_str(), 0700);
  ::chmod((directory_ / "sallyport").c_str(), 0750);
  expect_refused("chmod 700");
}

TEST_F(RuntimeDirectory, IsRefusedWhenItIsALink) {
  ::mkdir((directory_ / "elsewhere").c_str(), 0700);
  std::filesystem::create_symlink("elsewhere", directory_.path() / "sallyport");
  expect_refused("link");
}

TEST_F(RuntimeDirectory, IsRefusedWhenItIsAnothersFolder) {
  ::mkdir((directory_ / "sallyport").c_str(), 0700);
  if (::geteuid() != 0) GTEST_SKIP() << "only root can give a folder away";
  ASSERT_EQ(::chown((directory_ / "sallyport").c_str(), 65534, 65534), 0);
  expect_refused("another user");
}

TEST_F(RuntimeDirectory, IsNotTakenFromAnotherUserWhoseVariableWasPassedOn) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can give a folder away";
  const std::string theirs = directory_ / "theirs";
  ::mkdir(theirs.c_str(), 0700);
  ASSERT_EQ(::chown(theirs.c_str(), 65534, 65534), 0);
  const auto result =
      XdgPaths(Environment({{"XDG_RUNTIME_DIR", theirs}, {"TMPDIR", directory_.path().string()}})).runtime_directory();
  ASSERT_TRUE(result.has_value()) << result.error().message;
  EXPECT_EQ(*result, directory_ / "sallyport-0");
  EXPECT_TRUE(std::filesystem::is_empty(theirs));
}

TEST_F(RuntimeDirectory, SaysWhenItCannotBeMade) {
  const auto result = XdgPaths(Environment({{"XDG_RUNTIME_DIR", directory_ / "missing"}})).runtime_directory();
  ASSERT_FALSE(result.has_value());
  EXPECT_THAT(result.error().message, HasSubstr("XDG_RUNTIME_DIR"));
}

TEST_F(RuntimeDirectory, IsNamedAfterTheUserInTheTemporaryDirectory) {
  const auto result = XdgPaths(Environment({{"TMPDIR", directory_.path().string()}})).runtime_directory();
  ASSERT_TRUE(result.has_value()) << result.error().message;
  EXPECT_EQ(*result, directory_ / ("sallyport-" + std::to_string(::geteuid())));
}

TEST(XdgPaths, NamesProgramsBesideItself) {
  const auto missing = XdgPaths(Environment()).settings_program();
  if (missing) {
    EXPECT_EQ(std::filesystem::path(*missing).filename(), "sallyport-settings");
  } else {
    EXPECT_THAT(missing.error().message, HasSubstr("Install Sallyport again"));
  }
}

}  // namespace
}  // namespace sallyport
