#include "contract/menu_entries_contract.hpp"

#include <windows.h>

#include <fstream>

#include "platform/windows/shell_link.hpp"
#include "platform/windows/utf16.hpp"
#include "platform/windows/windows_menu_entries.hpp"
#include "support/temporary_directory.hpp"

namespace sallyport {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr const char* kLauncher = "C:\\Sallyport\\sallyportw.exe";

void write_link(const std::string& path, const ShellLink& link) {
  const auto content = render_shell_link(link);
  ASSERT_TRUE(content) << content.error().detail;
  fs::create_directories(fs::path(to_utf16(path)).parent_path());
  std::ofstream(fs::path(to_utf16(path)), std::ios::binary) << *content;
}

/// A client that was not imported has no app of its own whose place could be taken: the user has taken both of its
/// names.
class StartMenu final : public Menu {
 public:
  MenuEntries& entries() override { return menu_; }
  void user_makes_own(const Client& client) override {
    const ShellLink own{.target = "C:\\windows\\notepad.exe"};
    write_link(menu_.places_of(client)[0], own);
    if (client.desktop_id.empty()) write_link(menu_.places_of(client)[1], own);
  }
  void user_edits(const Client& client) override {
    const std::string path = menu_.places_of(client)[0];
    auto link = read_shell_link(path);
    ASSERT_TRUE(link) << link.error().message;
    link->icon = "C:\\mine.ico,0";
    write_link(path, *link);
  }
  bool shows(const Client& client) override {
    const auto places = menu_.places_of(client);
    return fs::exists(places[0]) || fs::exists(places[1]);
  }
  std::string program() override { return kLauncher; }

 private:
  TemporaryDirectory home_;
  WindowsMenuEntries menu_{home_ / "Sallyport", {kLauncher}, {}};
};

using Menus = ::testing::Types<FakeMenu, StartMenu>;
INSTANTIATE_TYPED_TEST_SUITE_P(Adapters, MenuEntriesContract, Menus);

class WindowsMenuEntriesTest : public ::testing::Test {
 protected:
  [[nodiscard]] static Client postman() {
    Client client;
    client.id = "postman";
    client.name = "Post: man";
    client.command = "C:\\Postman\\Postman.exe";
    return client;
  }
  [[nodiscard]] ShellLink link() const {
    const auto read = read_shell_link(home_ / "Sallyport\\Post- man.lnk");
    EXPECT_TRUE(read) << read.error().message;
    return read.value_or(ShellLink());
  }

  TemporaryDirectory home_;
  WindowsMenuEntries menu_{home_ / "Sallyport",
                           {kLauncher, "--settings", "C:\\my settings\\s.toml"},
                           [](const Client& client) { return client.command + ",2"; }};
};

TEST_F(WindowsMenuEntriesTest, StartsTheClientWithTheIconOfItsApp) {
  ASSERT_TRUE(menu_.add(postman()));
  EXPECT_EQ(link().target, kLauncher);
  EXPECT_EQ(link().arguments, "--settings \"C:\\my settings\\s.toml\" launch postman --");
  EXPECT_EQ(link().directory, "%USERPROFILE%");
  EXPECT_EQ(link().icon, "C:\\Postman\\Postman.exe,2");
  EXPECT_THAT(link().description, HasSubstr("Post- man"));
  Client elsewhere = postman();
  elsewhere.directory = "C:\\Postman";
  ASSERT_TRUE(menu_.add(elsewhere));
  EXPECT_EQ(link().directory, "C:\\Postman");
}

TEST_F(WindowsMenuEntriesTest, LeavesNoFolderBehind) {
  ASSERT_TRUE(menu_.add(postman()));
  EXPECT_EQ(home_.names("Sallyport"), (std::set<std::string>{"Post- man.lnk"}));
  ASSERT_TRUE(menu_.remove(postman()));
  EXPECT_THAT(home_.names(), IsEmpty());
}

TEST_F(WindowsMenuEntriesTest, FollowsTheNameOfTheClient) {
  ASSERT_TRUE(menu_.add(postman()));
  Client renamed = postman();
  renamed.name = "Other";
  ASSERT_TRUE(menu_.add(renamed));
  EXPECT_EQ(home_.names("Sallyport"), (std::set<std::string>{"Other.lnk"}));
}

TEST_F(WindowsMenuEntriesTest, SaysWhatCannotBeRead) {
  home_.write("Sallyport/tool.lnk", "no link");
  write_link(home_ / "Sallyport\\Sallyport.lnk", {.target = "C:\\Sallyport\\sallyport-settings.exe"});
  const auto listed = menu_.list();
  ASSERT_EQ(listed.size(), 1U);
  EXPECT_EQ(listed[0].client_id, "tool");
  EXPECT_THAT(listed[0].problem, HasSubstr("tool.lnk"));
}

}  // namespace
}  // namespace sallyport
