#include "platform/linux/xdg_menu_entries.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <filesystem>

#include "support/temporary_directory.hpp"
#include "support/wait_for.hpp"

namespace sallyport {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kPostman =
    "[Desktop Entry]\nType=Application\nName=Postman\nName[de]=Postbote\nIcon=postman\nTryExec=/bin/true\n"
    "Exec=/bin/true %U\nMimeType=x-scheme-handler/postman;\nStartupWMClass=Postman\nActions=new;\n"
    "Categories=Development;\n\n[Desktop Action new]\nName=New window\nExec=/bin/true --new\n";

/// A home with `home/applications`, and one system directory.
class XdgMenuEntriesTest : public ::testing::Test {
 protected:
  XdgMenuEntriesTest() {
    directory_.write("sally port", "#!/bin/sh\nprintf '<%s>' \"$@\" >\"$0.new\" && mv \"$0.new\" \"$0.arguments\"\n");
    ::chmod((directory_ / "sally port").c_str(), 0755);
  }

  static Client client(std::string id, std::string desktop_id = {}) {
    Client made;
    made.id = std::move(id);
    made.name = "The App";
    made.command = "/opt/apps/App";
    made.desktop_id = std::move(desktop_id);
    return made;
  }
  static void add(XdgMenuEntries& menu, const Client& client) {
    const auto added = menu.add(client);
    ASSERT_TRUE(added) << added.error().message;
  }
  /// The exit code of a command in a shell that sees these data directories.
  int run(const std::string& command) const {
    const std::string whole = fmt::format("export XDG_DATA_HOME='{0}/home' XDG_DATA_DIRS='{0}/system'; {1}",
                                          directory_.path().string(), command);
    const int status = ::system(whole.c_str());  // NOLINT(cert-env33-c): as a user would
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }
  void expect_valid(const std::string& name) const {
    EXPECT_EQ(run(fmt::format("desktop-file-validate \"$XDG_DATA_HOME/applications/{}\"", name)), 0)
        << directory_.read("home/applications/" + name);
  }
  /// What the launcher was started with when the desktop activates the entry with `files`.
  std::string launched_with(const std::string& name, const std::string& files) const {
    if (run(fmt::format("gio launch \"$XDG_DATA_HOME/applications/{}\" {}", name, files)) != 0) return "not launched";
    const bool started = wait_for([&] { return fs::exists(directory_ / "sally port.arguments"); });
    return started ? directory_.read("sally port.arguments") : "nothing happened";
  }

  TemporaryDirectory directory_;
  XdgMenuEntries menu_{
      directory_ / "home", {directory_ / "absent", directory_ / "system"}, {directory_ / "sally port"}};
};

TEST_F(XdgMenuEntriesTest, WritesAValidEntryForACommand) {
  Client tool = client("tool");
  tool.name = " Ünï \"50%\" \\o/\nline two;";
  add(menu_, tool);
  expect_valid("sallyport-tool.desktop");
  EXPECT_EQ(directory_.names("home/applications"), std::set<std::string>{"sallyport-tool.desktop"});
  EXPECT_EQ(launched_with("sallyport-tool.desktop", "'https://example.com/a b?c=%20'"),
            "<launch><tool><--><https://example.com/a b?c=%20>");
}

TEST_F(XdgMenuEntriesTest, StandsInForTheAppsOwnEntry) {
  directory_.write("system/applications/postman.desktop", kPostman);
  add(menu_, client("postman", "postman.desktop"));
  expect_valid("postman.desktop");
  const std::string text = directory_.read("home/applications/postman.desktop");
  EXPECT_THAT(text, HasSubstr("Name[de]=Postbote\n"));
  EXPECT_THAT(text, HasSubstr("Name=New window\n"));
  EXPECT_THAT(text, Not(HasSubstr("/bin/true")));
  EXPECT_EQ(launched_with("postman.desktop", "postman://a postman://b"),
            "<launch><postman><--><postman://a><postman://b>");
  EXPECT_EQ(directory_.read("system/applications/postman.desktop"), kPostman);
}

TEST_F(XdgMenuEntriesTest, StandsBesideTheUsersOwnFile) {
  const std::string own = "home/applications/postman.desktop";
  directory_.write(own, kPostman);
  const auto added = menu_.add(client("postman", "postman.desktop"));
  ASSERT_TRUE(added) << added.error().message;
  EXPECT_EQ(*added, "The menu entry " + directory_ / own +
                        " was left as it is. The new entry \"The App (Sallyport)\" beside it starts the app through "
                        "Sallyport.");
  expect_valid("sallyport-postman.desktop");
  const std::string text = directory_.read("home/applications/sallyport-postman.desktop");
  EXPECT_THAT(text, HasSubstr("\nName=The App (Sallyport)\nIcon=postman\n"));
  EXPECT_THAT(text, Not(HasSubstr("Name[de]")));
  EXPECT_EQ(launched_with("sallyport-postman.desktop", "postman://a"), "<launch><postman><--><postman://a>");
  EXPECT_EQ(directory_.read(own), kPostman);
}

TEST_F(XdgMenuEntriesTest, StandsBesideTheUsersOwnLinkAndFileInAFolder) {
  directory_.write("elsewhere/linked.desktop", kPostman);
  directory_.write("home/applications/wine/game.desktop", kPostman);
  fs::create_symlink("../../elsewhere/linked.desktop", directory_ / "home/applications/linked.desktop");
  add(menu_, client("linked", "linked.desktop"));
  add(menu_, client("game", "wine-game.desktop"));
  EXPECT_THAT(directory_.names("home/applications"),
              ::testing::IsSupersetOf({"linked.desktop", "sallyport-game.desktop", "sallyport-linked.desktop"}));
  EXPECT_EQ(directory_.read("elsewhere/linked.desktop"), kPostman);
}

TEST_F(XdgMenuEntriesTest, TakesTheAppsNameOnceItIsFree) {
  directory_.write("system/applications/postman.desktop", kPostman);
  directory_.write("home/applications/postman.desktop", kPostman);
  add(menu_, client("postman", "postman.desktop"));
  fs::remove(directory_ / "home/applications/postman.desktop");
  add(menu_, client("postman", "postman.desktop"));
  EXPECT_FALSE(fs::exists(directory_ / "home/applications/sallyport-postman.desktop"));
  EXPECT_THAT(directory_.read("home/applications/postman.desktop"), HasSubstr("launch postman"));
}

TEST_F(XdgMenuEntriesTest, KeepsTheAppsFileTypes) {
  if (run("command -v update-desktop-database >/dev/null") != 0) GTEST_SKIP() << "no update-desktop-database";
  directory_.write("system/applications/postman.desktop", kPostman);
  directory_.write("system/applications/mimeinfo.cache", "[MIME Cache]\nx-scheme-handler/postman=postman.desktop;\n");
  const std::string listed =
      "gio mime x-scheme-handler/postman | grep -q 'Registered applications' && "
      "gio mime x-scheme-handler/postman | grep -qw postman.desktop";
  add(menu_, client("postman", "postman.desktop"));
  EXPECT_THAT(directory_.read("home/applications/mimeinfo.cache"), HasSubstr("postman.desktop"));
  EXPECT_EQ(run(listed), 0);
  ASSERT_TRUE(menu_.remove(client("postman", "postman.desktop")));
  EXPECT_THAT(directory_.read("home/applications/mimeinfo.cache"), Not(HasSubstr("postman.desktop")));
  EXPECT_EQ(run(listed), 0);
}

TEST_F(XdgMenuEntriesTest, FindsAnEntryInAFolder) {
  directory_.write("system/applications/kde4/big-app.desktop", "[Desktop Entry]\nName=Big\nExec=big %f\n");
  add(menu_, client("big", "kde4-big-app.desktop"));
  EXPECT_THAT(directory_.read("home/applications/kde4-big-app.desktop"), HasSubstr("launch big -- %f\n"));
}

TEST_F(XdgMenuEntriesTest, FollowsTheClientAndTheLauncher) {
  Client tool = client("tool");
  add(menu_, tool);
  tool.name = "Renamed";
  add(menu_, tool);
  EXPECT_THAT(directory_.read("home/applications/sallyport-tool.desktop"), HasSubstr("Name=Renamed\n"));
  XdgMenuEntries moved(directory_ / "home", {}, {"/moved/sallyport", "--settings", "/my settings.toml"});
  add(moved, tool);
  EXPECT_THAT(directory_.read("home/applications/sallyport-tool.desktop"),
              HasSubstr("Exec=/moved/sallyport --settings \"/my settings.toml\" launch tool --"));
}

TEST_F(XdgMenuEntriesTest, WritesNothingWhenNothingChanged) {
  add(menu_, client("tool"));
  const std::string path = directory_ / "home/applications/sallyport-tool.desktop";
  fs::last_write_time(path, fs::file_time_type{});
  add(menu_, client("tool"));
  EXPECT_EQ(fs::last_write_time(path), fs::file_time_type{});
}

TEST_F(XdgMenuEntriesTest, GuessesTheIcon) {
  const auto icon = [&] {
    add(menu_, client("tool"));
    return directory_.read("home/applications/sallyport-tool.desktop");
  };
  EXPECT_THAT(icon(), HasSubstr("Icon=application-x-executable\n"));
  directory_.write("system/icons/hicolor/48x48/apps/app.png", "");
  EXPECT_THAT(icon(), HasSubstr("Icon=app\n"));
  directory_.write("home/pixmaps/App.svg", "");
  EXPECT_THAT(icon(), HasSubstr("Icon=App\n"));
}

TEST_F(XdgMenuEntriesTest, LeavesALinkAlone) {
  fs::create_directories(directory_ / "home/applications");
  fs::create_symlink("elsewhere.desktop", directory_ / "home/applications/sallyport-tool.desktop");
  const auto added = menu_.add(client("tool"));
  ASSERT_FALSE(added);
  EXPECT_EQ(added.error().code, ErrorCode::kAlreadyExists);
  EXPECT_TRUE(menu_.remove(client("tool")));
  EXPECT_THAT(directory_.names("home/applications"), ElementsAre("sallyport-tool.desktop"));
}

TEST_F(XdgMenuEntriesTest, RefusesADesktopIdThatIsNoFileName) {
  for (const char* id : {"../x.desktop", "a/b.desktop", ".x.desktop", "x", "/etc/x.desktop"}) {
    const auto added = menu_.add(client("x", id));
    ASSERT_FALSE(added) << id;
    EXPECT_EQ(added.error().code, ErrorCode::kInvalidValue);
    EXPECT_FALSE(menu_.has(client("x", id)));
  }
  EXPECT_FALSE(fs::exists(directory_ / "home"));
}

TEST_F(XdgMenuEntriesTest, SaysWhyAnEntryWasLeftAsItIs) {
  directory_.write("home/applications/sallyport-tool.desktop", "");
  EXPECT_THAT(menu_.add(client("tool")).error().message, HasSubstr("is your own"));
  fs::remove(directory_ / "home/applications/sallyport-tool.desktop");
  add(menu_, client("tool"));
  const std::string text = directory_.read("home/applications/sallyport-tool.desktop");
  directory_.write("home/applications/sallyport-tool.desktop", text + "StartupNotify=false\n");
  EXPECT_THAT(menu_.remove(client("tool")).error().message, HasSubstr("was changed since Sallyport wrote it"));
}

}  // namespace
}  // namespace sallyport
