// The settings window as a person meets it: worked through what a screen reader sees, and through its messages.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "gui/windows/settings_program.hpp"
#include "platform/windows/windows_credential_store.hpp"
#include "support/wait_for.hpp"

namespace sallyport {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kPassword = "c4nary p\u00e4ss";
constexpr std::size_t kFewColours = 12;  // fewer has only what is blank

class SettingsWindowTest : public testing::Test {
 protected:
  ~SettingsWindowTest() override { (void)credentials_.forget(key_, call_); }

  static void fill_in(HWND window) {
    SettingsProgram::check(window, "Use a custom proxy");
    SettingsProgram::fill(window, "Server", "proxy.example.com");
    SettingsProgram::fill(window, "Port", "3128");
    SettingsProgram::check(window, "This proxy requires authentication", 1);
    SettingsProgram::fill(window, "User name", "alice", 1);
    SettingsProgram::fill(window, "Password", kPassword, 1);
  }

  /// A second start does that to the open window.
  void turn_to(const std::string& page) const {
    SettingsProgram second(folders_, {"--page", page});
    EXPECT_TRUE(second.has_ended());
  }

  UserFolders folders_;
  WindowsCredentialStore credentials_;
  CredentialCall call_{.timeout = 10s};
  CredentialKey key_{{ProxyProtocol::kHttp, "proxy.example.com", 3128}, "alice"};
};

TEST_F(SettingsWindowTest, SavesTheProxyInTheFileAndThePasswordInTheKeychain) {
  SettingsProgram program(folders_);
  const HWND window = program.window();
  SettingsProgram::says(window, "^Apps started now use");
  fill_in(window);
  SettingsProgram::says(window, "proxy\\.example\\.com:3128 .*signed in as alice");
  SettingsProgram::press(window, "Save");
  SettingsProgram::says(window, "^Saved");
  const Control save = SettingsProgram::find(window, ControlKind::kButton, "Save");
  EXPECT_TRUE(wait_for([&] { return SettingsProgram::focus(window) == save.window; })) << "Return would press another";
  const std::string settings = folders_.settings();
  EXPECT_THAT(settings, HasSubstr("proxy.example.com"));
  EXPECT_THAT(settings, HasSubstr("3128"));
  EXPECT_THAT(settings, HasSubstr("alice"));
  const auto stored = credentials_.find(key_, call_);
  ASSERT_TRUE(stored);
  EXPECT_EQ(stored->password.reveal(), kPassword);
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folders_.path())) {
    if (!entry.is_regular_file()) continue;
    std::ifstream file(entry.path(), std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    EXPECT_THAT(text, Not(HasSubstr("c4nary"))) << entry.path();
  }
  // Not even in the field from which it was saved.
  const Control password = SettingsProgram::find(window, ControlKind::kField, "Password", 1);
  EXPECT_EQ(::SendMessageW(password.window, WM_GETTEXTLENGTH, 0, 0), 0);
}

TEST_F(SettingsWindowTest, ErrorsStandAtTheirFieldsAndTheFirstTakesTheFocus) {
  SettingsProgram program(folders_);
  const HWND window = program.window();
  SettingsProgram::check(window, "Use a custom proxy");
  SettingsProgram::fill(window, "Port", "99999");
  SettingsProgram::press(window, "Save");
  SettingsProgram::says(window, "^Not saved");
  SettingsProgram::says(window, "from 1 to 65535");
  const Control server = SettingsProgram::find(window, ControlKind::kField, "Server");
  EXPECT_TRUE(wait_for([&] { return SettingsProgram::focus(window) == server.window; }));
  EXPECT_EQ(folders_.settings(), "");
  EXPECT_GT(take_picture(window, "errors"), kFewColours);
}

TEST_F(SettingsWindowTest, ASecondStartHandsItsPageToTheOpenWindow) {
  SettingsProgram program(folders_);
  const HWND window = program.window();
  SettingsProgram::says(window, "Custom proxy");
  SettingsProgram second(folders_, {"--page", "apps", "--message", "Something is to be looked at."});
  EXPECT_TRUE(second.has_ended());
  SettingsProgram::says(window, "Something is to be looked at");
  SettingsProgram::says(window, "Add an app, and it starts with exactly the proxy set here");
}

TEST_F(SettingsWindowTest, SaveAndRestartBringsARunningAppBackUnderTheNewProxy) {
  folders_.write_settings(
      "version = 1\n[custom_proxy]\nenabled = true\nhost = \"127.0.0.1\"\nport = 3128\n"
      "[[clients]]\nid = \"notepad\"\nname = \"Notepad\"\ncommand = 'C:\\windows\\notepad.exe'\n");
  SettingsProgram program(folders_, {"--page", "apps"});
  const HWND window = program.window();
  SettingsProgram::press(window, "Launch");
  SettingsProgram::says(window, "^Notepad was started");
  (void)SettingsProgram::find(window, ControlKind::kButton, "Save and Restart Notepad");
  turn_to("proxy");
  SettingsProgram::fill(window, "Port", "3129");
  SettingsProgram::press(window, "Save and Restart Notepad");
  program.answer(window, IDYES);
  SettingsProgram::says(window, "^Notepad is running with the new settings");
  EXPECT_THAT(folders_.settings(), HasSubstr("3129"));
  turn_to("apps");
  EXPECT_GT(take_picture(window, "restarted"), kFewColours);
  SettingsProgram::press(window, "Stop");
  SettingsProgram::says(window, "^Notepad has quit");
}

TEST_F(SettingsWindowTest, TheTabKeyGoesThroughThePageAndTheButtonsAsTheyStand) {
  SettingsProgram program(folders_);
  const HWND window = program.window();
  SettingsProgram::says(window, "Windows: ");
  ASSERT_TRUE(wait_for([&] { return SettingsProgram::focus(window) != nullptr; }));
  std::vector<std::string> names;
  for (int i = 0; i < 14; ++i) names.push_back(SettingsProgram::press_tab(window));
  EXPECT_THAT(names,
              ElementsAre("Show environment\u2026", "Add an app\u2026", "Use the system proxy",
                          "Open system settings\u2026", "Use HTTP_PROXY, HTTPS_PROXY and NO_PROXY from the environment",
                          "This proxy requires authentication", "Import\u2026", "Use a custom proxy", "ComboBox",
                          "ComboBox", "Check connection\u2026", "Save", "Save and Restart", "Cancel"));
}

TEST_F(SettingsWindowTest, AnUnderlinedLetterPressesWhatItStandsIn) {
  SettingsProgram program(folders_);
  const HWND window = program.window();
  SettingsProgram::says(window, "Windows: ");
  const Control box = SettingsProgram::find(window, ControlKind::kCheckBox, "Use a custom proxy");
  constexpr LPARAM kAltIsDown = 1 << 29;
  ::PostMessageW(SettingsProgram::focus(window), WM_SYSCHAR, L'x', kAltIsDown);
  EXPECT_TRUE(wait_for([&] { return SettingsProgram::focus(window) == box.window; }));
  SettingsProgram::says(window, "^Enter the host name");
}

TEST_F(SettingsWindowTest, ClosingAsksBeforeChangesAreLost) {
  SettingsProgram program(folders_);
  const HWND window = program.window();
  SettingsProgram::says(window, "Windows: ");
  SettingsProgram::check(window, "Use a custom proxy");
  ::PostMessageW(window, WM_CLOSE, 0, 0);
  program.answer(window, IDNO);  // closes without saving
  EXPECT_TRUE(program.has_ended());
  EXPECT_EQ(folders_.settings(), "");
}

TEST_F(SettingsWindowTest, EveryFieldAndButtonHasAName) {
  SettingsProgram program(folders_);
  const HWND window = program.window();
  SettingsProgram::says(window, "Apps started now");
  std::size_t named = 0;
  for (const ControlKind kind : {ControlKind::kField, ControlKind::kButton, ControlKind::kCheckBox}) {
    for (const Control& control : SettingsProgram::all(window, kind)) {
      EXPECT_NE(control.name, "") << "kind " << static_cast<int>(kind) << ", number " << named;
      ++named;
    }
  }
  EXPECT_GT(named, 20U);
}

TEST_F(SettingsWindowTest, ACheckOfTheConnectionSaysWhatToDo) {
  folders_.write_settings("version = 1\n[custom_proxy]\nenabled = true\nhost = \"127.0.0.1\"\nport = 1\n");
  SettingsProgram program(folders_);
  SettingsProgram::says(program.window(), "127\\.0\\.0\\.1:1");
  SettingsProgram::press(program.window(), "Check connection\u2026");
  const HWND dialog = program.window("Check connection");
  SettingsProgram::press(dialog, "Start");
  SettingsProgram::says(dialog, "^What to do: ");
  EXPECT_GT(take_picture(dialog, "checked"), kFewColours);
}

/// What a dialog looks like, and how it is reached.
struct Dialog {
  std::string page;
  std::string button;
  std::string title;
  std::string said;  ///< when all of it is there
};

class PicturesTest : public SettingsWindowTest {
 protected:
  PicturesTest() {
    folders_.write_settings(
        "version = 1\n[custom_proxy]\nenabled = true\nhost = \"proxy.example.com\"\nauthentication = true\n"
        "username = \"alice\"\nbypass = \"localhost, *.corp.example, 10.0.0.0/8\"\n"
        "[[clients]]\nid = \"notepad\"\nname = \"Notepad\"\ncommand = 'C:\\windows\\notepad.exe'\n"
        "[[clients]]\nid = \"curl\"\nname = \"curl\"\ncommand = \"curl\"\narguments = [\"https://example.com\"]\n");
  }
};

TEST_F(PicturesTest, OfEveryPage) {
  const std::pair<std::string, std::string> pages[] = {{"proxy", "no password is stored for it"},
                                                       {"apps", "Launch"},
                                                       {"activity", "No app"},
                                                       {"diagnostics", "^[0-9]+ problem"}};
  for (const auto& [page, said] : pages) {
    SettingsProgram program(folders_, {"--page", page});
    SettingsProgram::says(program.window(), said);
    EXPECT_GT(take_picture(program.window(), page), kFewColours) << page;
  }
}

TEST_F(PicturesTest, OfEveryDialog) {
  const Dialog dialogs[] = {{"proxy", "Show environment\u2026", "Environment of apps started now", "Proxy variables"},
                            {"proxy", "Import\u2026", "Import a proxy", "Nothing is saved before you press Save"},
                            {"proxy", "Check connection\u2026", "Check connection", "Address"},
                            {"apps", "Add an app\u2026", "Add an app", "Search"},
                            {"apps", "Edit\u2026", "Edit Notepad", "A program's path"},
                            {"diagnostics", "About Sallyport", "About Sallyport", "Starts apps"}};
  for (const Dialog& each : dialogs) {
    SettingsProgram program(folders_, {"--page", each.page});
    SettingsProgram::press(program.window(), each.button);
    const HWND dialog = program.window(each.title);
    SettingsProgram::says(dialog, each.said);
    EXPECT_GT(take_picture(dialog, each.title), kFewColours) << each.title;
  }
}

}  // namespace
}  // namespace sallyport
