#include "platform/macos/mac_paths.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "support/temporary_directory.hpp"

namespace sallyport {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

MacPaths::Surroundings around(const TemporaryDirectory& directory) {
  return {"/Users/a", directory.path().string() + "/", directory / "Sallyport.app/Contents/MacOS/sallyport"};
}

TEST(MacPaths, FollowApplesFolders) {
  const TemporaryDirectory directory;
  const MacPaths paths(around(directory));
  EXPECT_EQ(paths.settings_file(), "/Users/a/Library/Application Support/Sallyport/settings.toml");
  EXPECT_EQ(paths.state_directory(), "/Users/a/Library/Caches/Sallyport");
  EXPECT_EQ(paths.applications(), "/Users/a/Applications/Sallyport");
  EXPECT_THAT(paths.launcher_command(), ElementsAre("sallyport")) << "without a program beside this one";
}

TEST(MacPaths, NameTheProgramsBesideThisOne) {
  const TemporaryDirectory directory;
  directory.write("Sallyport.app/Contents/MacOS/sallyport", "");
  const std::string program = directory / "Sallyport.app/Contents/MacOS/sallyport";
  EXPECT_FALSE(MacPaths(around(directory)).launcher_program()) << "it cannot be executed";
  ::chmod(program.c_str(), 0755);
  EXPECT_EQ(*MacPaths(around(directory)).launcher_program(), program);
  EXPECT_THAT(MacPaths(around(directory), "/x/../s.toml").launcher_command(),
              ElementsAre(program, "--settings", "/s.toml"));
  EXPECT_THAT(MacPaths(around(directory)).settings_program().error().message, HasSubstr("sallyport-settings"));
}

TEST(MacPaths, TellWhereAnAppCannotStay) {
  EXPECT_TRUE(
      is_translocated("/private/var/folders/x/T/AppTranslocation/1F2E/d/Sallyport.app/Contents/MacOS/sallyport"));
  EXPECT_FALSE(is_translocated("/Applications/Sallyport.app/Contents/MacOS/sallyport"));
  EXPECT_FALSE(is_translocated("/Users/a/AppTranslocation.app/Contents/MacOS/sallyport"));
}

TEST(MacPaths, KeepSocketsInTheUsersTemporaryDirectory) {
  const TemporaryDirectory directory;
  const MacPaths paths(around(directory));
  const auto made = paths.runtime_directory();
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_EQ(*made, directory / "sallyport");
  ::chmod(made->c_str(), 0755);
  EXPECT_EQ(paths.runtime_directory().error().code, ErrorCode::kIo);
}

}  // namespace
}  // namespace sallyport
