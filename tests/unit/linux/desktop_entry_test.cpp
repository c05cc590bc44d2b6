#include "platform/linux/desktop_entry.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sallyport {
namespace {

using ::testing::HasSubstr;

constexpr std::string_view kPostman =
    "[Desktop Entry]\n"
    "Type=Application\n"
    "Name=Postman\n"
    "Name[de]=Postbote\n"
    "Exec=/opt/Postman/app/Postman %U\n"
    "\n"
    "[Desktop Action new]\n"
    "Name=New\n";

TEST(DesktopEntry, RendersWhatItParsed) {
  const auto entry = DesktopEntry::parse(kPostman);
  ASSERT_TRUE(entry) << entry.error().message;
  EXPECT_EQ(entry->render(), kPostman);
  EXPECT_EQ(*entry->find("Desktop Entry", "Name[de]"), "Postbote");
  EXPECT_EQ(*entry->find("Desktop Action new", "Name"), "New");
  EXPECT_EQ(entry->find("Desktop Entry", "Icon"), nullptr);
  EXPECT_EQ(entry->find("Other", "Name"), nullptr);
}

TEST(DesktopEntry, DropsCommentsAndSpaceAroundTheEqualsSign) {
  const auto entry = DesktopEntry::parse("# a comment\r\n\n[Desktop Entry]\r\nName = A = B \r\n#x=y");
  ASSERT_TRUE(entry) << entry.error().message;
  EXPECT_EQ(entry->render(), "[Desktop Entry]\nName=A = B\n");
}

TEST(DesktopEntry, MergesWhatStandsTwice) {
  const auto entry = DesktopEntry::parse("[Desktop Entry]\nName=a\n[X]\nk=1\n[Desktop Entry]\nName=b\nIcon=i\n");
  ASSERT_TRUE(entry) << entry.error().message;
  EXPECT_EQ(entry->render(), "[Desktop Entry]\nName=b\nIcon=i\n\n[X]\nk=1\n");
}

TEST(DesktopEntry, NamesTheLineThatIsWrong) {
  const auto message = [](std::string_view text) {
    const auto entry = DesktopEntry::parse(text);
    return entry ? "parsed" : entry.error().message;
  };
  EXPECT_EQ(message("[Desktop Entry]\nName\n"), "Line 2 of the desktop entry is no key with a value.");
  EXPECT_EQ(message("[Desktop Entry]\n=x\n"), "Line 2 of the desktop entry is no key with a value.");
  EXPECT_EQ(message("Name=x\n"), "Line 1 of the desktop entry stands before the first group.");
  for (const char* header : {"[", "[]", "[Desktop Entry", "[a]b]"})
    EXPECT_EQ(message(header), "Line 1 of the desktop entry is no group header.") << header;
  for (const char* nothing : {"", "[Other]\nName=x"}) EXPECT_THAT(message(nothing), HasSubstr("no [Desktop Entry]"));
}

TEST(DesktopEntry, IsEdited) {
  auto entry = *DesktopEntry::parse(kPostman);
  entry.set("Desktop Entry", "Name", "Mailman");
  entry.set("Desktop Entry", "Icon", "mail");
  entry.set("New", "k", "v");
  entry.remove("Desktop Entry", "Exec");
  entry.remove("Desktop Entry", "Absent");
  entry.remove_group("Desktop Action new");
  EXPECT_EQ(entry.render(),
            "[Desktop Entry]\nType=Application\nName=Mailman\nName[de]=Postbote\nIcon=mail\n\n[New]\nk=v\n");
}

TEST(DesktopEntryString, EscapesWhatAReaderWouldChange) {
  EXPECT_EQ(escape_entry_string("a\nb\tc\rd\\e"), R"(a\nb\tc\rd\\e)");
  EXPECT_EQ(escape_entry_string("  a b "), R"(\s a b\s)");
  EXPECT_EQ(escape_entry_string("100 % \"ü\""), "100 % \"ü\"");
}

TEST(DesktopEntryString, GivesBackWhatItEscaped) {
  for (const std::string text : {"", " ", "a", " a\n\t\r\\n\\", "\\s", "ü"})
    EXPECT_EQ(unescape_entry_string(escape_entry_string(text)), text);
}

TEST(DesktopEntryString, KeepsEscapesThatItDoesNotKnow) { EXPECT_EQ(unescape_entry_string(R"(a\;b\)"), R"(a\;b\)"); }

TEST(DesktopEntryList, SplitsAndJoins) {
  const std::vector<std::string> elements{"a", R"(b\;c)", R"(d\\)"};
  EXPECT_EQ(split_entry_list(R"(a;b\;c;;d\\;)"), elements);
  EXPECT_EQ(join_entry_list(elements), R"(a;b\;c;d\\;)");
  EXPECT_TRUE(split_entry_list("").empty());
}

}  // namespace
}  // namespace sallyport
