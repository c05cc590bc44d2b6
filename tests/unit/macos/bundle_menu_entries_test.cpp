#include "platform/macos/bundle_menu_entries.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "support/temporary_directory.hpp"

namespace sallyport {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class BundleMenuEntriesTest : public testing::Test {
 protected:
  static Client client(std::string name, std::string id) {
    Client made;
    made.id = std::move(id);
    made.name = std::move(name);
    made.command = "/opt/app";
    return made;
  }

  TemporaryDirectory home_;
  std::vector<std::string> icons_;
  BundleMenuEntries menu_{home_ / "apps", {"/opt/sallyport"}, [this](const std::string& bundle, const Client&) {
                            icons_.push_back(bundle);
                          }};
};

TEST_F(BundleMenuEntriesTest, WritesAnAppThatCanBeExecuted) {
  ASSERT_EQ(*menu_.add(client("Postman", "postman")), "");
  EXPECT_THAT(home_.names("apps"), ElementsAre("Postman.app"));
  EXPECT_THAT(home_.names("apps/Postman.app/Contents"), ElementsAre("Info.plist", "MacOS"));
  struct stat status {};
  ASSERT_EQ(::stat((home_ / "apps/Postman.app/Contents/MacOS/launch").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 07777, 0755U);
  EXPECT_THAT(icons_, ElementsAre(home_ / "apps/Postman.app"));
}

TEST_F(BundleMenuEntriesTest, WritesNoneThatWouldLeadNowhereTomorrow) {
  BundleMenuEntries menu(home_ / "apps", {"/private/T/AppTranslocation/1F/d/Sallyport.app/Contents/MacOS/sallyport"},
                         {});
  const auto added = menu.add(client("Postman", "postman"));
  ASSERT_FALSE(added);
  EXPECT_THAT(added.error().message, HasSubstr("to the Applications folder"));
  EXPECT_FALSE(menu.has(client("Postman", "postman")));
}

TEST_F(BundleMenuEntriesTest, LeavesAnAppThatIsAsItShouldBe) {
  ASSERT_TRUE(menu_.add(client("Postman", "postman")));
  ASSERT_TRUE(menu_.add(client("Postman", "postman")));
  EXPECT_EQ(icons_.size(), 1U);
}

TEST_F(BundleMenuEntriesTest, MovesTheAppOfARenamedClient) {
  ASSERT_TRUE(menu_.add(client("Postman", "postman")));
  ASSERT_TRUE(menu_.add(client("Postwoman", "postman")));
  EXPECT_THAT(home_.names("apps"), ElementsAre("Postwoman.app"));
}

TEST_F(BundleMenuEntriesTest, TakesWhatTheFinderLeavesForNoEdit) {
  const Client postman = client("Postman", "postman");
  ASSERT_TRUE(menu_.add(postman));
  home_.write("apps/Postman.app/Icon\r", "");
  home_.write("apps/Postman.app/Contents/.DS_Store", "x");
  EXPECT_TRUE(menu_.remove(postman));
  EXPECT_TRUE(home_.names("apps").empty());
}

TEST_F(BundleMenuEntriesTest, KeepsAnAppThatTheUserAddedTo) {
  const Client postman = client("Postman", "postman");
  ASSERT_TRUE(menu_.add(postman));
  home_.write("apps/Postman.app/Contents/Resources/mine.icns", "x");
  EXPECT_EQ(menu_.remove(postman).error().code, ErrorCode::kAlreadyExists);
  EXPECT_EQ(menu_.add(postman).error().code, ErrorCode::kAlreadyExists);
  EXPECT_EQ(home_.read("apps/Postman.app/Contents/Resources/mine.icns"), "x");
}

TEST_F(BundleMenuEntriesTest, FollowsNoLink) {
  const Client postman = client("Postman", "postman");
  ASSERT_TRUE(menu_.add(postman));
  std::filesystem::rename(home_ / "apps/Postman.app", home_ / "elsewhere.app");
  std::filesystem::create_directory_symlink(home_ / "elsewhere.app", home_ / "apps/Postman.app");
  EXPECT_FALSE(menu_.has(postman));
  EXPECT_THAT(*menu_.add(postman), HasSubstr("Postman (postman).app"));
  EXPECT_TRUE(std::filesystem::exists(home_ / "elsewhere.app/Contents/Info.plist"));
}

TEST_F(BundleMenuEntriesTest, ClearsAwayWhatAKilledWriterLeft) {
  home_.write("apps/.next/Contents/MacOS/launch", "half");
  home_.write("apps/.last/Contents/MacOS/launch", "old");
  ASSERT_TRUE(menu_.add(client("Postman", "postman")));
  EXPECT_THAT(home_.names("apps"), ElementsAre("Postman.app"));
}

TEST_F(BundleMenuEntriesTest, SaysWhatCannotBeRead) {
  std::filesystem::create_directories(home_ / "apps/Broken.app/Contents/Info.plist");
  const auto listed = menu_.list();
  ASSERT_EQ(listed.size(), 1U);
  EXPECT_THAT(listed[0].problem, HasSubstr("Broken.app"));
}

}  // namespace
}  // namespace sallyport
