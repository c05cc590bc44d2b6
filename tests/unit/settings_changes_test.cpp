#include "presenters/settings_changes.hpp"

#include <gtest/gtest.h>

namespace sallyport {
namespace {

Client client(const std::string& id, const std::string& command = "true") {
  Client made;
  made.id = id;
  made.name = id;
  made.command = command;
  return made;
}

TEST(SettingsChanges, CarryOnlyWhatWasEdited) {
  Settings before;
  Settings after = before;
  after.proxy.custom_proxy.host = "proxy.example.com";
  Settings target = before;
  target.proxy.custom_proxy.port = 3128;  // another window's
  ASSERT_TRUE(apply_changes(before, after, target));
  EXPECT_EQ(target.proxy.custom_proxy.host, "proxy.example.com");
  EXPECT_EQ(target.proxy.custom_proxy.port, 3128);
}

TEST(SettingsChanges, LeaveEverythingWhenNothingWasEdited) {
  Settings before;
  before.clients = {client("a")};
  Settings target;
  target.clients = {client("b")};
  const Settings expected = target;
  ASSERT_TRUE(apply_changes(before, before, target));
  EXPECT_EQ(target, expected);
}

TEST(SettingsChanges, AddBesideWhatOthersAdded) {
  Settings before;
  Settings after;
  after.clients = {client("curl")};
  Settings target;
  target.clients = {client("curl", "other")};
  ASSERT_TRUE(apply_changes(before, after, target));
  ASSERT_EQ(target.clients.size(), 2U);
  EXPECT_EQ(target.clients[0].command, "other");
  EXPECT_EQ(target.clients[1].id, "curl-2");
}

TEST(SettingsChanges, EditAClientFieldByField) {
  Settings before;
  before.clients = {client("a")};
  Settings after = before;
  after.clients[0].menu = true;
  Settings target = before;
  target.clients[0].command = "false";
  ASSERT_TRUE(apply_changes(before, after, target));
  EXPECT_TRUE(target.clients[0].menu);
  EXPECT_EQ(target.clients[0].command, "false");
}

TEST(SettingsChanges, RemoveOnlyWhatThisWindowKnew) {
  Settings before;
  before.clients = {client("a")};
  Settings target;
  target.clients = {client("a"), client("b")};
  ASSERT_TRUE(apply_changes(before, Settings{}, target));
  ASSERT_EQ(target.clients.size(), 1U);
  EXPECT_EQ(target.clients[0].id, "b");
}

TEST(SettingsChanges, BringBackAnEditedClientThatAnotherRemoved) {
  Settings before;
  before.clients = {client("a")};
  Settings after = before;
  after.clients[0].command = "false";
  Settings target;
  ASSERT_TRUE(apply_changes(before, after, target));
  ASSERT_EQ(target.clients.size(), 1U);
  EXPECT_EQ(target.clients[0].command, "false");
}

}  // namespace
}  // namespace sallyport
