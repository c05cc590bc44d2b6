#include <filesystem>

#include "contract/menu_entries_contract.hpp"
#include "platform/linux/xdg_menu_entries.hpp"
#include "platform/macos/bundle_menu_entries.hpp"
#include "support/temporary_directory.hpp"

namespace sallyport {
namespace {

constexpr const char* kLauncher = "/opt/sallyport";

class XdgMenu final : public Menu {
 public:
  MenuEntries& entries() override { return menu_; }
  void user_makes_own(const Client& client) override {
    home_.write(name(client), "[Desktop Entry]\nType=Application\nName=Mine\nExec=true\n");
  }
  void user_edits(const Client& client) override { home_.write(name(client), home_.read(name(client)) + "# mine\n"); }
  bool shows(const Client& client) override { return !home_.read(name(client)).empty(); }
  std::string program() override { return kLauncher; }

 private:
  std::string name(const Client& client) {
    return std::filesystem::relative(*menu_.path_of(client), home_.path()).string();
  }

  TemporaryDirectory home_;
  XdgMenuEntries menu_{home_ / "", {}, {kLauncher}};
};

/// macOS's. A client that was not imported has no app of its own whose place could be taken: the user has taken both of
/// its names.
class BundleMenu final : public Menu {
 public:
  MenuEntries& entries() override { return menu_; }
  void user_makes_own(const Client& client) override {
    home_.write(place(client, 0) + "/Contents/Info.plist", "mine");
    if (client.desktop_id.empty()) home_.write(place(client, 1) + "/Contents/Info.plist", "mine");
  }
  void user_edits(const Client& client) override {
    const std::string script = place(client, 0) + "/Contents/MacOS/launch";
    home_.write(script, home_.read(script) + "# mine\n");
  }
  bool shows(const Client& client) override {
    return std::filesystem::exists(home_ / place(client, 0)) || std::filesystem::exists(home_ / place(client, 1));
  }
  std::string program() override { return kLauncher; }

 private:
  std::string place(const Client& client, std::size_t index) {
    return std::filesystem::relative(menu_.places_of(client).at(index), home_.path()).string();
  }

  TemporaryDirectory home_;
  BundleMenuEntries menu_{home_ / "Applications/Sallyport", {kLauncher}, {}};
};

using Menus = ::testing::Types<FakeMenu, XdgMenu, BundleMenu>;
INSTANTIATE_TYPED_TEST_SUITE_P(Adapters, MenuEntriesContract, Menus);

TEST(XdgMenuEntriesList, SaysWhatCannotBeRead) {
  const TemporaryDirectory home;
  XdgMenuEntries menu(home / "", {}, {kLauncher});
  EXPECT_THAT(menu.list(), ::testing::IsEmpty());
  std::filesystem::create_directories(home / "applications/sallyport-tool.desktop");
  std::filesystem::create_directories(home / "applications/other.desktop");
  home.write("applications/no-command.desktop", "[Desktop Entry]\nType=Application\nName=x\nX-Sallyport-Client=app\n");
  const auto listed = menu.list();
  ASSERT_EQ(listed.size(), 2U);
  EXPECT_EQ(listed[0].client_id, "app");
  EXPECT_THAT(listed[0].problem, ::testing::HasSubstr("no command"));
  EXPECT_EQ(listed[1].client_id, "tool");
  EXPECT_THAT(listed[1].problem, ::testing::HasSubstr("sallyport-tool.desktop"));
}

}  // namespace
}  // namespace sallyport
