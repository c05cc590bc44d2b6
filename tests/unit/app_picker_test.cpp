#include "presenters/app_picker.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>

namespace sallyport {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::string fold(std::string_view text) {
  std::string folded(text);
  std::ranges::transform(folded, folded.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return folded;
}

std::vector<std::string> names(const std::vector<const InstalledApp*>& apps) {
  std::vector<std::string> found;
  for (const InstalledApp* app : apps) found.push_back(app->name);
  return found;
}

class AppPickerTest : public ::testing::Test {
 protected:
  AppPicker picker{{{"b.desktop", "", "Brave Browser", "brave %U", ""},
                    {"p.desktop", "", "Postman", "/opt/Postman/app %U", ""},
                    {"w.desktop", "", "Web Browser", "epiphany", ""}},
                   fold};
};

TEST_F(AppPickerTest, ShowsEverythingForAnEmptySearch) { EXPECT_EQ(picker.search(" ").size(), 3U); }

TEST_F(AppPickerTest, FindsByNameAndCommandWithoutCase) {
  EXPECT_THAT(names(picker.search("POST")), ElementsAre("Postman"));
  EXPECT_THAT(names(picker.search("epiphany")), ElementsAre("Web Browser"));
  EXPECT_THAT(picker.search("postman browser"), IsEmpty());
}

TEST_F(AppPickerTest, PutsNamesThatBeginWithTheWordFirst) {
  EXPECT_THAT(names(picker.search("web")), ElementsAre("Web Browser"));
  EXPECT_THAT(names(picker.search("b")), ElementsAre("Brave Browser", "Web Browser"));
  EXPECT_THAT(names(picker.search("browser w")), ElementsAre("Brave Browser", "Web Browser"));
}

}  // namespace
}  // namespace sallyport
