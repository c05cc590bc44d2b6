#include "sallyport/core/settings_fields.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <string_view>

namespace sallyport {
namespace {

TEST(SettingsFields, CarryEveryKeyOnceWithItsHelp) {
  std::set<std::string_view> keys;
  for (const auto& field : proxy_fields()) {
    EXPECT_TRUE(keys.insert(field.key).second) << field.key;
    EXPECT_TRUE(field.help.ends_with('.')) << field.key;
    EXPECT_EQ(field.help.find('\n'), std::string_view::npos) << field.key;
    EXPECT_FALSE(field.allowed.empty()) << field.key;
  }
  EXPECT_EQ(keys, (std::set<std::string_view>{"delivery", "ca_file", "system_proxy.enabled",
                                              "system_proxy.respect_environment", "system_proxy.authentication",
                                              "system_proxy.username", "custom_proxy.enabled", "custom_proxy.http",
                                              "custom_proxy.https", "custom_proxy.protocol", "custom_proxy.host",
                                              "custom_proxy.port", "custom_proxy.authentication",
                                              "custom_proxy.username", "custom_proxy.bypass", "custom_proxy.ca_file"}));
  keys.clear();
  for (const auto& field : client_fields()) EXPECT_TRUE(keys.insert(field.key).second) << field.key;
  EXPECT_EQ(keys, (std::set<std::string_view>{"id", "name", "command", "arguments", "directory", "variables", "kind",
                                              "admit", "menu", "desktop_id"}));
}

struct Pair {
  std::string_view key;
  std::string_view text;
};

class SettingsFieldValues : public testing::TestWithParam<Pair> {};

TEST_P(SettingsFieldValues, AreGotAsTheyWereSet) {
  ProxySettings settings;
  const auto& [key, text] = GetParam();
  EXPECT_NE(get_field(settings, key).value(), text) << "the default would prove nothing";
  ASSERT_TRUE(set_field(settings, key, text));
  EXPECT_EQ(get_field(settings, key).value(), text);
  EXPECT_NE(settings, ProxySettings{});
}

INSTANTIATE_TEST_SUITE_P(
    SettingsFields, SettingsFieldValues,
    testing::Values(Pair{"delivery", "relay"}, Pair{"delivery", "environment"}, Pair{"system_proxy.enabled", "false"},
                    Pair{"system_proxy.respect_environment", "true"}, Pair{"system_proxy.authentication", "true"},
                    Pair{"system_proxy.username", "alice"}, Pair{"custom_proxy.enabled", "true"},
                    Pair{"custom_proxy.http", "false"}, Pair{"custom_proxy.https", "false"},
                    Pair{"custom_proxy.protocol", "socks5"}, Pair{"custom_proxy.host", "proxy"},
                    Pair{"custom_proxy.port", "99999"}, Pair{"custom_proxy.authentication", "true"},
                    Pair{"custom_proxy.username", "a=b"}, Pair{"custom_proxy.bypass", "a, b"},
                    Pair{"custom_proxy.ca_file", "/etc/ca.pem"}));

class SettingsFieldRefusals : public testing::TestWithParam<Pair> {};

TEST_P(SettingsFieldRefusals, LeaveTheSettingsAlone) {
  ProxySettings settings;
  const auto done = set_field(settings, GetParam().key, GetParam().text);
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, ErrorCode::kInvalidValue);
  EXPECT_TRUE(done.error().message.starts_with(std::string(GetParam().key) + " must be ")) << done.error().message;
  EXPECT_EQ(settings, ProxySettings{});
}

INSTANTIATE_TEST_SUITE_P(SettingsFields, SettingsFieldRefusals,
                         testing::Values(Pair{"delivery", "Relay"}, Pair{"delivery", ""},
                                         Pair{"custom_proxy.http", "yes"}, Pair{"custom_proxy.http", "True"},
                                         Pair{"custom_proxy.port", ""}, Pair{"custom_proxy.port", "80 "},
                                         Pair{"custom_proxy.port", "http"},
                                         Pair{"custom_proxy.port", "99999999999999999999"},
                                         Pair{"custom_proxy.protocol", "socks"}));

TEST(SettingsFields, SayWhatIsAllowed) {
  ProxySettings settings;
  EXPECT_EQ(set_field(settings, "custom_proxy.port", "x").error().message,
            "custom_proxy.port must be a number from 1 to 65535.");
}

TEST(SettingsFields, KnowNoOtherKey) {
  ProxySettings settings;
  for (const std::string_view key : {"", "custom_proxy", "custom_proxy.Port", "clients"}) {
    EXPECT_EQ(set_field(settings, key, "1").error().code, ErrorCode::kUnknownName);
    EXPECT_EQ(get_field(settings, key).error().code, ErrorCode::kUnknownName);
  }
}

TEST(SettingsFields, ReadTheWordsOfEveryKind) {
  for (const auto kind :
       {ClientKind::kAuto, ClientKind::kPlain, ClientKind::kChromium, ClientKind::kJava, ClientKind::kNode}) {
    EXPECT_EQ(parse_client_kind(to_string(kind)).value(), kind);
  }
  EXPECT_EQ(to_string(ClientKind::kChromium), "chromium");
  EXPECT_EQ(to_string(Admission::kTree), "tree");
  EXPECT_EQ(parse_client_kind("electron").error().code, ErrorCode::kInvalidValue);
}

TEST(SettingsFields, RefuseAValueOfAnotherShape) {
  Client client;
  for (const auto& field : client_fields()) {
    EXPECT_FALSE(field.set(client, std::int64_t{1})) << field.key;
    EXPECT_TRUE(field.set(client, field.get(client))) << field.key;
  }
  EXPECT_EQ(client, Client{});
}

}  // namespace
}  // namespace sallyport
