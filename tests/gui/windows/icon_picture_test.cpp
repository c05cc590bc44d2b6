#include "platform/icon_picture.hpp"

#include <gtest/gtest.h>
#include <windows.h>

#include <algorithm>

#include "platform/windows/utf16.hpp"

namespace sallyport {
namespace {

/// The window's program beside this one, which has an icon.
std::string program() {
  std::wstring path(MAX_PATH, L'\0');
  path.resize(::GetModuleFileNameW(nullptr, path.data(), MAX_PATH));
  return to_utf8(path.substr(0, path.rfind(L'\\') + 1)) + "sallyport-settings.exe";
}

TEST(IconPicture, OfAProgramHasTheSizeThatIsAskedForAndWhatShowsThrough) {
  for (const std::string& icon : {program() + ",0", program()}) {
    for (const int size : {16, 32, 48}) {
      const auto picture = picture_of_icon(icon, size);
      ASSERT_TRUE(picture) << icon;
      EXPECT_EQ(picture->width, size);
      EXPECT_EQ(picture->height, size);
      ASSERT_EQ(picture->rgba.size(), static_cast<std::size_t>(4 * size * size));
      EXPECT_EQ(picture->rgba[3], 0) << "the corner is round";
      const std::size_t middle = 4U * static_cast<std::size_t>(size * size / 2 + size / 2);
      EXPECT_EQ(picture->rgba[middle + 3], 255);
    }
  }
}

TEST(IconPicture, OfWhatHasNoneIsNone) {
  EXPECT_FALSE(picture_of_icon("", 32));
  EXPECT_FALSE(picture_of_icon(program() + ",7", 32));
  EXPECT_FALSE(picture_of_icon(R"(C:\missing\app.exe,0)", 32));
  EXPECT_FALSE(picture_of_icon("applications-internet", 32));
}

}  // namespace
}  // namespace sallyport
