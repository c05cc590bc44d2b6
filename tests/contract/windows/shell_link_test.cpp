#include "platform/windows/shell_link.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <windows.h>

#include "support/temporary_directory.hpp"
#include "support/windows/wine.hpp"

namespace sallyport {
namespace {

ShellLink link() {
  return {.target = "C:\\f\xc3\xbcr\\app.exe",
          .arguments = "--a \"b c\"",
          .directory = "%TEMP%",
          .description = "Starts \xd0\xb6",
          .icon = "C:\\a,b\\icons.dll,-7",
          .hotkey = MAKEWORD('P', 6),
          .show_command = SW_SHOWMINNOACTIVE};
}

TEST(ShellLink, IsReadAsItWasWritten) {
  const auto content = render_shell_link(link());
  ASSERT_TRUE(content) << content.error().detail;
  const auto read = parse_shell_link(*content);
  ASSERT_TRUE(read) << read.error().detail;
  EXPECT_EQ(read->target, link().target);
  EXPECT_EQ(read->arguments, link().arguments);
  EXPECT_EQ(read->directory, link().directory);
  EXPECT_EQ(read->description, link().description);
  EXPECT_EQ(read->icon, link().icon);
  EXPECT_EQ(read->hotkey, link().hotkey);
}

TEST(ShellLink, KeepsHowTheWindowIsShown) {
  if (is_wine()) GTEST_SKIP() << "Wine does not read it.";
  EXPECT_EQ(parse_shell_link(render_shell_link(link()).value())->show_command, link().show_command);
}

TEST(ShellLink, MayBeEmptyButForItsTarget) {
  const auto content = render_shell_link({.target = "C:\\app.exe"});
  ASSERT_TRUE(content) << content.error().detail;
  EXPECT_EQ(parse_shell_link(*content).value(), (ShellLink{.target = "C:\\app.exe"}));
}

TEST(ShellLink, RefusesWhatIsNone) {
  const TemporaryDirectory directory;
  for (const std::string_view content : {"", "no link", "L"}) {
    const auto parsed = parse_shell_link(content);
    ASSERT_FALSE(parsed) << content;
    EXPECT_EQ(parsed.error().code, ErrorCode::kInvalidValue);
  }
  directory.write("a.lnk", "no link");
  EXPECT_THAT(read_shell_link(directory / "a.lnk").error().message, ::testing::HasSubstr(directory / "a.lnk"));
}

}  // namespace
}  // namespace sallyport
