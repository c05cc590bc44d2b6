#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <string>

#include "sallyport/ports/menu_entries.hpp"
#include "support/fake_menu_entries.hpp"

namespace sallyport {

/// A menu, and a user who changes it by hand.
class Menu {
 public:
  virtual ~Menu() = default;
  virtual MenuEntries& entries() = 0;
  virtual void user_makes_own(const Client& client) = 0;
  virtual void user_edits(const Client& client) = 0;
  /// An entry of any origin under the client's name.
  virtual bool shows(const Client& client) = 0;
  /// That its entries run.
  virtual std::string program() = 0;
};

class FakeMenu final : public Menu {
 public:
  MenuEntries& entries() override { return menu_; }
  void user_makes_own(const Client& client) override { menu_.entries[menu_.name_of(client)] = {}; }
  void user_edits(const Client& client) override { menu_.entries[menu_.name_of(client)].edited = true; }
  bool shows(const Client& client) override { return menu_.entries.contains(menu_.name_of(client)); }
  std::string program() override { return FakeMenuEntries::Entry().program; }

 private:
  FakeMenuEntries menu_;
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

TYPED_TEST_SUITE_P(MenuEntriesContract);

TYPED_TEST_P(MenuEntriesContract, AddsAndRemoves) {
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

TYPED_TEST_P(MenuEntriesContract, RemovesNothingWithoutComplaint) {
  EXPECT_TRUE(this->menu_->entries().remove(this->plain_));
  EXPECT_TRUE(this->menu_->entries().remove(this->imported_));
}

TYPED_TEST_P(MenuEntriesContract, DoesNotOverwriteTheUsersOwnEntry) {
  this->menu_->user_makes_own(this->plain_);
  const auto added = this->menu_->entries().add(this->plain_);
  ASSERT_FALSE(added);
  EXPECT_EQ(added.error().code, ErrorCode::kAlreadyExists);
  EXPECT_FALSE(this->menu_->entries().has(this->plain_));
  EXPECT_TRUE(this->menu_->entries().remove(this->plain_));
  EXPECT_TRUE(this->menu_->shows(this->plain_));
}

TYPED_TEST_P(MenuEntriesContract, StandsBesideTheUsersOwnEntryOfTheApp) {
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

TYPED_TEST_P(MenuEntriesContract, KeepsAnEntryThatTheUserEdited) {
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

TYPED_TEST_P(MenuEntriesContract, StandsBesideTheEntryOfAnotherClient) {
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

TYPED_TEST_P(MenuEntriesContract, ListsItsOwnEntries) {
  MenuEntries& entries = this->menu_->entries();
  this->menu_->user_makes_own(this->client("mine", ""));
  EXPECT_THAT(entries.list(), ::testing::IsEmpty());
  for (const Client& client : {this->plain_, this->imported_}) ASSERT_TRUE(entries.add(client));
  const auto listed = entries.list();
  ASSERT_EQ(listed.size(), 2U);
  EXPECT_EQ(listed[0].client_id, "postman");
  EXPECT_EQ(listed[1].client_id, "tool");
  for (const MenuEntry& entry : listed) {
    EXPECT_TRUE(std::filesystem::path(entry.path).has_extension()) << entry.path;
    EXPECT_EQ(entry.program, this->menu_->program());
    EXPECT_EQ(entry.problem, "");
  }
}

REGISTER_TYPED_TEST_SUITE_P(MenuEntriesContract, AddsAndRemoves, RemovesNothingWithoutComplaint,
                            DoesNotOverwriteTheUsersOwnEntry, StandsBesideTheUsersOwnEntryOfTheApp,
                            KeepsAnEntryThatTheUserEdited, StandsBesideTheEntryOfAnotherClient, ListsItsOwnEntries);

}  // namespace sallyport
