#include "sallyport/ports/installed_apps.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "platform/linux/gio_installed_apps.hpp"
#include "support/wait_for.hpp"

namespace sallyport {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
namespace fs = std::filesystem;

/// The first folder of a variable, which with_session puts below the session's own home.
std::string session_folder(const char* variable) {
  const char* value = std::getenv(variable);
  const std::string folders = value == nullptr ? "" : value;
  const std::string folder = folders.substr(0, folders.find(':'));
  if (folder.find("sallyport-session.") == std::string::npos) {
    throw std::runtime_error("run this suite by tests/support/with_session");
  }
  return folder;
}

/// The applications folders of the session that tests/support/with_session makes: the user's, and one of the system's.
class InstalledAppsTest : public testing::Test {
 protected:
  ~InstalledAppsTest() override {
    for (const fs::path& path : written_) fs::remove(path);
  }

  fs::path write_users(const std::string& name, const std::string& keys) { return write(data_home_, name, keys); }
  fs::path write_systems(const std::string& name, const std::string& keys) { return write(system_data_, name, keys); }

  std::vector<std::string> listed_ids() {
    std::vector<std::string> ids;
    for (const InstalledApp& app : apps_.list()) ids.push_back(app.desktop_id);
    return ids;
  }
  bool is_listed(const std::string& id) { return std::ranges::count(listed_ids(), id) == 1; }

  GioInstalledApps apps_;

 private:
  fs::path write(const std::string& data, const std::string& name, const std::string& keys) {
    const fs::path path = fs::path(data) / "applications" / name;
    fs::create_directories(path.parent_path());
    std::ofstream(path) << "[Desktop Entry]\nType=Application\n" << keys;
    written_.push_back(path);
    return path;
  }

  std::string data_home_ = session_folder("XDG_DATA_HOME");
  std::string system_data_ = session_folder("XDG_DATA_DIRS");
  std::vector<fs::path> written_;
};

TEST_F(InstalledAppsTest, ListsAppsWithWhatTheMenuShows) {
  const auto path = write_users("listed.desktop", "Name=Listed app\nExec=sh -c true %U\nIcon=utilities-terminal\n");
  ASSERT_TRUE(wait_for([&] { return is_listed("listed.desktop"); }));
  const auto apps = apps_.list();
  const auto app = std::ranges::find(apps, "listed.desktop", &InstalledApp::desktop_id);
  EXPECT_EQ(app->path, path);
  EXPECT_EQ(app->name, "Listed app");
  EXPECT_EQ(app->command_line, "sh -c true %U");
  EXPECT_EQ(app->icon, "utilities-terminal");
}

TEST_F(InstalledAppsTest, ListsByName) {
  write_users("a.desktop", "Name=Zebra test app\nExec=sh\n");
  write_users("z.desktop", "Name=Aardvark test app\nExec=sh\n");
  ASSERT_TRUE(wait_for([&] { return is_listed("a.desktop") && is_listed("z.desktop"); }));
  const auto ids = listed_ids();
  EXPECT_LT(std::ranges::find(ids, "z.desktop"), std::ranges::find(ids, "a.desktop"));
}

TEST_F(InstalledAppsTest, LeavesOutWhatTheMenuHidesAndWhatIsSallyports) {
  write_users("hidden.desktop", "Name=Hidden\nExec=sh\nNoDisplay=true\n");
  write_users("ours.desktop", "Name=Ours\nExec=/usr/bin/sallyport launch ours -- %U\nX-Sallyport-Client=ours\n");
  write_users("io.github.sallyport.Sallyport.desktop", "Name=Sallyport\nExec=sh\n");
  write_users("shown.desktop", "Name=Shown\nExec=sh\n");
  ASSERT_TRUE(wait_for([&] { return is_listed("shown.desktop"); }));
  EXPECT_FALSE(is_listed("hidden.desktop"));
  EXPECT_FALSE(is_listed("ours.desktop"));
  EXPECT_FALSE(is_listed("io.github.sallyport.Sallyport.desktop"));
}

TEST_F(InstalledAppsTest, ImportsAnEntryById) {
  write_systems("imported.desktop",
                "Name=Imported app\nExec=\"/opt/my app/run\" --new %U \"a \\\\$b\" 100%%\nPath=/opt\nIcon=imported\n");
  for (const char* id : {"imported.desktop", "imported"}) {
    const auto client = apps_.import(id);
    ASSERT_TRUE(client) << client.error().message;
    EXPECT_EQ(client->name, "Imported app");
    EXPECT_EQ(client->command, "/opt/my app/run");
    EXPECT_THAT(client->arguments, ElementsAre("--new", std::string(kFilesArgument), "a $b", "100%"));
    EXPECT_EQ(client->directory, "/opt");
    EXPECT_EQ(client->desktop_id, "imported.desktop");
    EXPECT_TRUE(client->id.empty());
    EXPECT_EQ(apps_.icon_of(*client), "imported");
  }
}

TEST_F(InstalledAppsTest, ImportsAnEntryByPath) {
  const auto path = write_systems("vendor/by-path.desktop", "Name=By path\nExec=by-path\n");
  const auto client = apps_.import(path.native());
  ASSERT_TRUE(client) << client.error().message;
  EXPECT_EQ(client->command, "by-path");
  EXPECT_EQ(client->desktop_id, "vendor-by-path.desktop");
  EXPECT_EQ(apps_.import("vendor-by-path.desktop")->command, "by-path");
}

TEST_F(InstalledAppsTest, FollowsAnEntryOfOursToTheAppsOwn) {
  write_systems("app.desktop", "Name=App\nExec=/opt/app/app %F\nIcon=own-icon\n");
  const auto ours =
      write_users("app.desktop", "Name=App\nExec=/usr/bin/sallyport launch app -- %U\nX-Sallyport-Client=app\n");
  for (const std::string& name : {std::string("app.desktop"), ours.native()}) {
    const auto client = apps_.import(name);
    ASSERT_TRUE(client) << client.error().message;
    EXPECT_EQ(client->command, "/opt/app/app");
    EXPECT_EQ(client->desktop_id, "app.desktop");
    EXPECT_EQ(apps_.icon_of(*client), "own-icon");
  }
}

TEST_F(InstalledAppsTest, RefusesAnEntryOfOursWithNothingBelowIt) {
  write_users("alone.desktop", "Name=Alone\nExec=/usr/bin/sallyport launch alone\nX-Sallyport-Client=alone\n");
  EXPECT_EQ(apps_.import("alone.desktop").error().code, ErrorCode::kUnknownName);
}

TEST_F(InstalledAppsTest, PutsTheUsersEntryOverTheSystems) {
  write_systems("twice.desktop", "Name=System\nExec=system\n");
  write_users("twice.desktop", "Name=User\nExec=user\n");
  EXPECT_EQ(apps_.import("twice.desktop")->command, "user");
}

TEST_F(InstalledAppsTest, SaysWhyAnEntryCannotBeImported) {
  EXPECT_EQ(apps_.import("missing.desktop").error().code, ErrorCode::kUnknownName);
  EXPECT_EQ(apps_.import("/nonexistent/app.desktop").error().code, ErrorCode::kUnknownName);
  write_users("dbus.desktop", "Name=D-Bus\nDBusActivatable=true\n");
  const auto dbus = apps_.import("dbus.desktop");
  ASSERT_FALSE(dbus);
  EXPECT_EQ(dbus.error().code, ErrorCode::kInvalidValue);
  EXPECT_NE(dbus.error().message.find("D-Bus"), std::string::npos);
  write_users("quote.desktop", "Name=Quote\nExec=\"open\n");
  EXPECT_EQ(apps_.import("quote.desktop").error().code, ErrorCode::kInvalidValue);
  write_users("code.desktop", "Name=Code\nExec=%U\n");
  EXPECT_EQ(apps_.import("code.desktop").error().code, ErrorCode::kInvalidValue);
}

TEST_F(InstalledAppsTest, GuessesTheIconFromTheCommand) {
  write_users("guess.desktop", "Name=Guess\nExec=/bin/sh -c true\nIcon=guessed\n");
  Client client;
  client.command = "/bin/sh";
  ASSERT_TRUE(wait_for([&] { return apps_.icon_of(client) == "guessed"; }));
  client.command = "no-such-program";
  EXPECT_EQ(apps_.icon_of(client), "");
  client.command.clear();
  EXPECT_EQ(apps_.icon_of(client), "");
}

}  // namespace
}  // namespace sallyport
