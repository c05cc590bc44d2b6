#include "sallyport/ports/installed_apps.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "platform/windows/shell_link.hpp"
#include "platform/windows/utf16.hpp"
#include "platform/windows/windows_installed_apps.hpp"
#include "support/temporary_directory.hpp"

namespace sallyport {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::EndsWith;
using testing::IsEmpty;

/// The Start Menu of a user and that of all, in folders of the test's own.
class InstalledAppsTest : public testing::Test {
 protected:
  std::string write_users(const std::string& name, const ShellLink& link) { return write("user\\" + name, link); }
  std::string write_everyones(const std::string& name, const ShellLink& link) { return write("all\\" + name, link); }
  std::string write(const std::string& name, const ShellLink& link) {
    const auto content = render_shell_link(link);
    EXPECT_TRUE(content) << content.error().detail;
    const fs::path path = fs::path(to_utf16(directory_ / name));
    fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << content.value_or("");
    return to_utf8(path.wstring());
  }
  /// A program that is there.
  std::string program(const std::string& name) {
    directory_.write(name, "MZ");
    return (directory_.path() / name).make_preferred().string();
  }
  std::vector<std::string> listed_ids() {
    std::vector<std::string> ids;
    for (const InstalledApp& app : apps_.list()) ids.push_back(app.desktop_id);
    return ids;
  }

  TemporaryDirectory directory_;
  WindowsInstalledApps apps_{{directory_ / "user", directory_ / "all"},
                             Environment({{"Path", directory_ / "bin"}}, Environment::Names::kIgnoringCase)};
};

TEST_F(InstalledAppsTest, ListsLinksWithWhatTheMenuShows) {
  const std::string path =
      write_users("Vendor\\Listed app.lnk",
                  {.target = "C:\\apps\\my app.exe", .arguments = "--new \"a b\"", .icon = "C:\\apps\\other.ico,3"});
  const auto apps = apps_.list();
  ASSERT_EQ(apps.size(), 1U);
  EXPECT_EQ(apps[0].desktop_id, "Vendor\\Listed app.lnk");
  EXPECT_EQ(apps[0].path, path);
  EXPECT_EQ(apps[0].name, "Listed app");
  EXPECT_EQ(apps[0].command_line, "\"C:\\apps\\my app.exe\" --new \"a b\"");
  EXPECT_EQ(apps[0].icon, "C:\\apps\\other.ico,3");
}

TEST_F(InstalledAppsTest, ListsByNameWithTheIconsOfThePrograms) {
  write_users("zebra.lnk", {.target = "C:\\z.exe"});
  write_everyones("Aardvark.lnk", {.target = "C:\\a.exe"});
  EXPECT_THAT(listed_ids(), ElementsAre("Aardvark.lnk", "zebra.lnk"));
  EXPECT_EQ(apps_.list()[0].icon, "C:\\a.exe,0");
}

TEST_F(InstalledAppsTest, LeavesOutWhatIsNoAppAndWhatIsSallyports) {
  write_users("Manual.lnk", {.target = "C:\\apps\\manual.chm"});
  write_users("Uninstall app.lnk", {.target = "C:\\apps\\unins000.exe"});
  write_users("Remove app.lnk", {.target = "C:\\windows\\system32\\msiexec.exe", .arguments = "/x {GUID}"});
  write_users("Sallyport\\Postman.lnk", {.target = "C:\\Sallyport\\sallyportw.exe", .arguments = "launch postman --"});
  write_users("Sallyport.lnk", {.target = "C:\\Sallyport\\sallyport-settings.exe"});
  directory_.write("user/Website.url", "[InternetShortcut]\nURL=https://example.com/\n");
  directory_.write("user/broken.lnk", "no link");
  write_users("Shown.lnk", {.target = "C:\\apps\\shown.EXE"});
  EXPECT_THAT(listed_ids(), ElementsAre("Shown.lnk"));
}

TEST_F(InstalledAppsTest, ImportsALinkByItsPathBelowTheMenu) {
  write_everyones("Vendor\\App.lnk",
                  {.target = "C:\\apps\\my app.exe", .arguments = "--new \"a b\" c\\", .directory = "C:\\apps"});
  for (const char* id : {"Vendor\\App.lnk", "Vendor\\App", "vendor/app.LNK"}) {
    const auto client = apps_.import(id);
    ASSERT_TRUE(client) << client.error().message;
    EXPECT_EQ(client->command, "C:\\apps\\my app.exe");
    EXPECT_THAT(client->arguments, ElementsAre("--new", "a b", "c\\"));
    EXPECT_EQ(client->directory, "C:\\apps");
    EXPECT_TRUE(client->id.empty());
    EXPECT_EQ(apps_.icon_of(*client), "C:\\apps\\my app.exe,0");
  }
  EXPECT_EQ(apps_.import("Vendor\\App.lnk")->name, "App");
  EXPECT_EQ(apps_.import("Vendor\\App.lnk")->desktop_id, "Vendor\\App.lnk");
}

TEST_F(InstalledAppsTest, ImportsALinkByItsWholePath) {
  const std::string inside = write_users("App.lnk", {.target = "C:\\apps\\a.exe", .directory = "%TEMP%"});
  const auto client = apps_.import(inside);
  ASSERT_TRUE(client) << client.error().message;
  EXPECT_EQ(client->desktop_id, "App.lnk");
  EXPECT_EQ(client->directory, "");
  const std::string outside = write("Desktop\\Other.lnk", {.target = "C:\\apps\\b.exe"});
  ASSERT_TRUE(apps_.import(outside));
  EXPECT_EQ(apps_.import(outside)->desktop_id, outside);
}

TEST_F(InstalledAppsTest, PutsTheUsersLinkOverEveryones) {
  write_everyones("Twice.lnk", {.target = "C:\\everyones.exe"});
  write_users("Twice.lnk", {.target = "C:\\users.exe"});
  EXPECT_EQ(apps_.import("Twice")->command, "C:\\users.exe");
  EXPECT_THAT(listed_ids(), ElementsAre("Twice.lnk"));
}

TEST_F(InstalledAppsTest, TakesTheProgramThatSquirrelPutsBesideItsUpdater) {
  const std::string updater = program("Postman/Update.exe");
  write_users(
      "Postman.lnk",
      {.target = updater, .arguments = "--processStart Postman.exe", .directory = directory_ / "Postman\\app-1.0.0"});
  EXPECT_EQ(apps_.import("Postman")->command, updater) << "without such a program";
  const std::string wanted = program("Postman/Postman.exe");
  const auto client = apps_.import("Postman");
  EXPECT_EQ(client->command, wanted);
  EXPECT_THAT(client->arguments, IsEmpty());
  EXPECT_EQ(client->directory, "") << "that of a version goes with it";
}

TEST_F(InstalledAppsTest, SaysWhyALinkCannotBeImported) {
  EXPECT_EQ(apps_.import("missing.lnk").error().code, ErrorCode::kUnknownName);
  EXPECT_EQ(apps_.import("C:\\missing.lnk").error().code, ErrorCode::kUnknownName);
  EXPECT_EQ(apps_.import("").error().code, ErrorCode::kUnknownName);
  directory_.write("user/broken.lnk", "no link");
  EXPECT_EQ(apps_.import("broken").error().code, ErrorCode::kInvalidValue);
  write_users("Manual.lnk", {.target = "C:\\apps\\manual.chm"});
  EXPECT_EQ(apps_.import("Manual").error().code, ErrorCode::kInvalidValue);
  write_users("Ours.lnk", {.target = "C:\\Sallyport\\sallyportw.exe", .arguments = "launch postman --"});
  EXPECT_EQ(apps_.import("Ours").error().code, ErrorCode::kInvalidValue);
}

TEST_F(InstalledAppsTest, GuessesTheIconFromTheCommand) {
  const std::string tool = program("bin/tool.exe");
  Client client;
  client.command = "tool";
  EXPECT_EQ(apps_.icon_of(client), tool + ",0");
  client.desktop_id = "Gone.lnk";
  EXPECT_EQ(apps_.icon_of(client), tool + ",0");
  client.command = "no-such-program";
  EXPECT_EQ(apps_.icon_of(client), "");
}

TEST(StartMenuFolders, AreTheUsersAndEveryones) {
  EXPECT_THAT(start_menu_folders(),
              ElementsAre(EndsWith("\\Start Menu\\Programs"), EndsWith("\\Start Menu\\Programs")));
  EXPECT_NE(start_menu_folders()[0], start_menu_folders()[1]);
}

}  // namespace
}  // namespace sallyport
