#include "platform/windows/known_paths.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "support/temporary_directory.hpp"

namespace sallyport {
namespace {

TEST(KnownPaths, FollowsTheVariables) {
  const KnownPaths paths(
      Environment({{"AppData", "C:\\r \xc3\xbc"}, {"LOCALAPPDATA", "C:\\l"}}, Environment::Names::kIgnoringCase));
  EXPECT_EQ(paths.settings_file(), "C:\\r \xc3\xbc\\Sallyport\\settings.toml");
  EXPECT_EQ(paths.state_directory(), "C:\\l\\Sallyport");
}

TEST(KnownPaths, AsksWindowsWhereAVariableIsNoAbsolutePath) {
  for (const char* value : {"", "relative", "\\half"}) {
    const KnownPaths paths(Environment({{"APPDATA", value}, {"LOCALAPPDATA", value}}));
    EXPECT_THAT(paths.settings_file(), testing::EndsWith("\\AppData\\Roaming\\Sallyport\\settings.toml"));
    EXPECT_THAT(paths.state_directory(), testing::EndsWith("\\AppData\\Local\\Sallyport"));
    EXPECT_TRUE(std::filesystem::path(paths.settings_file()).is_absolute());
  }
}

TEST(KnownPaths, MakesTheGivenSettingsFileAbsolute) {
  EXPECT_EQ(KnownPaths(Environment(), "C:\\a\\..\\b.toml").settings_file(), "C:\\b.toml");
  EXPECT_EQ(KnownPaths(Environment(), "b.toml").settings_file(), (std::filesystem::current_path() / "b.toml").string());
}

TEST(KnownPaths, MakesTheRuntimeDirectory) {
  const TemporaryDirectory directory;
  const KnownPaths paths(Environment({{"LOCALAPPDATA", directory.path().string()}}));
  const auto made = paths.runtime_directory();
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_EQ(*made, directory / "Sallyport\\run");
  EXPECT_TRUE(std::filesystem::is_directory(*made));
  EXPECT_TRUE(paths.runtime_directory());
}

TEST(KnownPaths, SaysWhenTheRuntimeDirectoryCannotBeMade) {
  const TemporaryDirectory directory;
  directory.write("Sallyport", "a file");
  const auto refused = KnownPaths(Environment({{"LOCALAPPDATA", directory.path().string()}})).runtime_directory();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kIo);
  EXPECT_THAT(refused.error().message, testing::HasSubstr("LOCALAPPDATA"));
}

TEST(KnownPaths, NamesProgramsBesideItself) {
  const auto program = KnownPaths(Environment()).settings_program();
  if (program) {
    EXPECT_EQ(std::filesystem::path(*program).filename(), "sallyport-settings.exe");
  } else {
    EXPECT_THAT(program.error().message, testing::HasSubstr("Install Sallyport again"));
  }
}

}  // namespace
}  // namespace sallyport
