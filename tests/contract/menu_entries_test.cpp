#include "sallyport/ports/menu_entries.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>

#include "platform/linux/xdg_menu_entries.hpp"
#include "platform/macos/bundle_menu_entries.hpp"
#include "support/fake_menu_entries.hpp"
#include "support/temporary_directory.hpp"

namespace sallyport {
namespace {

/// A menu, and a user who changes it by hand.
class Menu {
 public:
  virtual ~Menu() = default;
  virtual MenuEntries& entries() = 0;
  virtual void user_makes_own(const Client& client) = 0;
  virtual void user_edits(const Client& client) = 0;
  /// An entry of any origin under the client's name.
  virtual bool shows(const Client& client) = 0;
};

class FakeMenu final : public Menu {
 public:
  MenuEntries& entries() override { return menu_; }
  void user_makes_own(const Client& client) override { menu_.entries[menu_.name_of(client)] = {}; }
  void user_edits(const Client& client) override { menu_.entries[menu_.name_of(client)].edited = true; }
  bool shows(const Client& client) override { return menu_.entries.contains(menu_.name_of(client)); }

 private:
  FakeMenuEntries menu_;
};

class XdgMenu final : public Menu {
 public:
  MenuEntries& entries() override { return menu_; }
  void user_makes_own(const Client& client) override {
    home_.write(name(client), "[Desktop Entry]\nType=Application\nName=Mine\nExec=true\n");
  }
  void user_edits(const Client& client) override { home_.write(name(client), home_.read(name(client)) + "# mine\n"); }
  bool shows(const Client& client) override { return !home_.read(name(client)).empty(); }

 private:
  std::string name(const Client& client) {
    return std::filesystem::relative(*menu_.path_of(client), home_.path()).string();
  }

  TemporaryDirectory home_;
  XdgMenuEntries menu_{home_ / "", {}, {"/opt/sallyport"}};
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

 private:
  std::string place(const Client& client, std::size_t index) {
    return std::filesystem::relative(menu_.places_of(client).at(index), home_.path()).string();
  }

  TemporaryDirectory home_;
  BundleMenuEntries menu_{home_ / "Applications/Sallyport", {"/opt/sallyport"}, {}};
};

template <typename Kind>
class MenuEntriesContract : public ::testing::Test {
 protected:
  static Client client(const char* id, const char* desktop_id) {
    Client made;
    made.id = id;
    made.name = id;
    made.command = "/opt/app";
    made.desktop_id = desktop_id;
    return made;
  }

  std::unique_ptr<Menu> menu_ = std::make_unique<Kind>();
  Client plain_ = client("tool", "");
  Client imported_ = client("postman", "postman.desktop");
};

using Menus = ::testing::Types<FakeMenu, XdgMenu, BundleMenu>;
TYPED_TEST_SUITE(MenuEntriesContract, Menus);

TYPED_TEST(MenuEntriesContract, AddsAndRemoves) {
  for (const Client& client : {this->plain_, this->imported_}) {
    MenuEntries& entries = this->menu_->entries();
    EXPECT_FALSE(entries.has(client));
    const auto added = entries.add(client);
    ASSERT_TRUE(added) << added.error().message;
    EXPECT_TRUE(entries.has(client));
    EXPECT_TRUE(entries.add(client));
    EXPECT_TRUE(entries.has(client));
    EXPECT_TRUE(entries.remove(client));
    EXPECT_FALSE(entries.has(client));
    EXPECT_FALSE(this->menu_->shows(client));
  }
}

TYPED_TEST(MenuEntriesContract, RemovesNothingWithoutComplaint) {
  EXPECT_TRUE(this->menu_->entries().remove(this->plain_));
  EXPECT_TRUE(this->menu_->entries().remove(this->imported_));
}

TYPED_TEST(MenuEntriesContract, DoesNotOverwriteTheUsersOwnEntry) {
  this->menu_->user_makes_own(this->plain_);
  const auto added = this->menu_->entries().add(this->plain_);
  ASSERT_FALSE(added);
  EXPECT_EQ(added.error().code, ErrorCode::kAlreadyExists);
  EXPECT_FALSE(this->menu_->entries().has(this->plain_));
  EXPECT_TRUE(this->menu_->entries().remove(this->plain_));
  EXPECT_TRUE(this->menu_->shows(this->plain_));
}

TYPED_TEST(MenuEntriesContract, StandsBesideTheUsersOwnEntryOfTheApp) {
  MenuEntries& entries = this->menu_->entries();
  this->menu_->user_makes_own(this->imported_);
  const auto added = entries.add(this->imported_);
  ASSERT_TRUE(added) << added.error().message;
  EXPECT_THAT(*added, ::testing::HasSubstr("was left as it is"));
  EXPECT_TRUE(entries.has(this->imported_));
  EXPECT_EQ(*entries.add(this->imported_), "") << "the user knows";
  EXPECT_TRUE(entries.remove(this->imported_));
  EXPECT_FALSE(entries.has(this->imported_));
  EXPECT_TRUE(this->menu_->shows(this->imported_));
}

TYPED_TEST(MenuEntriesContract, KeepsAnEntryThatTheUserEdited) {
  MenuEntries& entries = this->menu_->entries();
  ASSERT_TRUE(entries.add(this->plain_));
  this->menu_->user_edits(this->plain_);
  EXPECT_TRUE(entries.has(this->plain_));
  const auto added = entries.add(this->plain_);
  ASSERT_FALSE(added);
  EXPECT_EQ(added.error().code, ErrorCode::kAlreadyExists);
  const auto removed = entries.remove(this->plain_);
  ASSERT_FALSE(removed);
  EXPECT_EQ(removed.error().code, ErrorCode::kAlreadyExists);
  EXPECT_TRUE(this->menu_->shows(this->plain_));
}

TYPED_TEST(MenuEntriesContract, StandsBesideTheEntryOfAnotherClient) {
  MenuEntries& entries = this->menu_->entries();
  EXPECT_EQ(*entries.add(this->imported_), "");
  Client second = this->imported_;
  second.id = "postman-2";
  EXPECT_FALSE(entries.has(second));
  const auto added = entries.add(second);
  ASSERT_TRUE(added) << added.error().message;
  EXPECT_NE(*added, "");
  EXPECT_TRUE(entries.has(second));
  EXPECT_TRUE(entries.remove(second));
  EXPECT_TRUE(entries.has(this->imported_));
}

TYPED_TEST(MenuEntriesContract, ListsItsOwnEntries) {
  MenuEntries& entries = this->menu_->entries();
  this->menu_->user_makes_own(this->client("mine", ""));
  EXPECT_THAT(entries.list(), ::testing::IsEmpty());
  for (const Client& client : {this->plain_, this->imported_}) ASSERT_TRUE(entries.add(client));
  const auto listed = entries.list();
  ASSERT_EQ(listed.size(), 2U);
  EXPECT_EQ(listed[0].client_id, "postman");
  EXPECT_EQ(listed[1].client_id, "tool");
  for (const MenuEntry& entry : listed) {
    EXPECT_TRUE(entry.path.ends_with(".desktop") || entry.path.ends_with(".app"));
    EXPECT_TRUE(entry.program.ends_with("/sallyport"));
    EXPECT_EQ(entry.problem, "");
  }
}

TEST(XdgMenuEntriesList, SaysWhatCannotBeRead) {
  const TemporaryDirectory home;
  XdgMenuEntries menu(home / "", {}, {"/opt/sallyport"});
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
