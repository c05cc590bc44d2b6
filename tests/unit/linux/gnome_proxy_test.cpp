#include "platform/linux/gnome_proxy.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace sallyport {
namespace {

using Mode = SystemProxyConfiguration::Mode;

GnomeProxyValues manual() {
  GnomeProxyValues values;
  values.mode = "manual";
  values.http = {"proxy.example.com", 3128};
  return values;
}

TEST(GnomeProxy, SaysNoProxy) {
  const auto configuration = gnome_configuration({});
  EXPECT_EQ(configuration.mode, Mode::kNone);
  EXPECT_EQ(configuration.source, "GNOME");
  EXPECT_TRUE(configuration.note.empty());
}

TEST(GnomeProxy, IgnoresServersWhileTheModeIsNone) {
  auto values = manual();
  values.mode = "none";
  EXPECT_FALSE(gnome_configuration(values).http);
}

TEST(GnomeProxy, NamesThePacFile) {
  GnomeProxyValues values;
  values.mode = "auto";
  values.autoconfig_url = "http://wpad.example.com/proxy.pac";
  values.ignore_hosts = {"example.com"};
  const auto configuration = gnome_configuration(values);
  EXPECT_EQ(configuration.mode, Mode::kAutomatic);
  EXPECT_EQ(configuration.pac_url, "http://wpad.example.com/proxy.pac");
  values.autoconfig_url.clear();
  EXPECT_EQ(gnome_configuration(values).mode, Mode::kAutomatic) << "WPAD";
}

TEST(GnomeProxy, SaysWhatServesFtp) {
  auto values = manual();
  EXPECT_EQ(gnome_configuration(values).ftp, "");
  values.ftp = {"ftp.example.com", 21};
  EXPECT_EQ(gnome_configuration(values).ftp, "ftp.example.com:21");
}

TEST(GnomeProxy, UsesTheHttpServerForHttpsWhenThatHasNone) {
  auto values = manual();
  values.use_authentication = true;
  values.authentication_user = "alice";
  values.authentication_password = Secret("s3cret");
  const auto configuration = gnome_configuration(values);
  EXPECT_EQ(configuration.mode, Mode::kManual);
  ASSERT_TRUE(configuration.https && configuration.https->credential);
  EXPECT_EQ(configuration.https->endpoint.host_and_port(), "proxy.example.com:3128");
  EXPECT_EQ(configuration.https->credential->username, "alice");
  EXPECT_EQ(configuration.http->credential->password.reveal(), "s3cret");
  EXPECT_FALSE(configuration.socks);
}

TEST(GnomeProxy, GivesTheLoginToTheHttpServerOnly) {
  auto values = manual();
  values.https = {"secure.example.com", 3129};
  values.socks = {"socks.example.com", 1080};
  values.use_authentication = true;
  values.authentication_user = "alice";
  const auto configuration = gnome_configuration(values);
  EXPECT_TRUE(configuration.http->credential);
  EXPECT_FALSE(configuration.https->credential);
  EXPECT_EQ(configuration.https->endpoint.host_and_port(), "secure.example.com:3129");
  EXPECT_EQ(configuration.socks->endpoint.url(), "socks5h://socks.example.com:1080");
}

TEST(GnomeProxy, LeavesOutALoginThatIsSwitchedOff) {
  auto values = manual();
  values.authentication_user = "alice";
  EXPECT_FALSE(gnome_configuration(values).http->credential);
}

TEST(GnomeProxy, TakesAManualProxyWithoutAServerForNone) {
  GnomeProxyValues values;
  values.mode = "manual";
  const auto configuration = gnome_configuration(values);
  EXPECT_EQ(configuration.mode, Mode::kNone);
  EXPECT_FALSE(configuration.note.empty());
}

TEST(GnomeProxy, ReportsAServerThatCannotBeUsed) {
  for (const GnomeProxyValues::Server& server :
       {GnomeProxyValues::Server{"http://proxy", 3128}, GnomeProxyValues::Server{"proxy", 0},
        GnomeProxyValues::Server{"proxy", 65536}}) {
    auto values = manual();
    values.https = server;
    const auto configuration = gnome_configuration(values);
    EXPECT_TRUE(configuration.http);
    EXPECT_FALSE(configuration.https) << server.host;
    EXPECT_THAT(configuration.note, testing::HasSubstr("HTTPS"));
  }
}

TEST(GnomeProxy, SeparatesWhatCanBeSaidFromWhatCannot) {
  auto values = manual();
  values.ignore_hosts = {"localhost", "*.example.com", "192.168.*", "10.0.0.0/8", "::1"};
  const auto configuration = gnome_configuration(values);
  EXPECT_EQ(configuration.bypass, "localhost, example.com, 10.0.0.0/8, ::1");
  EXPECT_THAT(configuration.untranslated, testing::ElementsAre("192.168.*"));
}

using Translation = std::pair<std::string, std::string>;

class GnomeIgnoreHost : public testing::TestWithParam<Translation> {};

TEST_P(GnomeIgnoreHost, IsTranslated) { EXPECT_EQ(translate_gnome_ignore_host(GetParam().first), GetParam().second); }

INSTANTIATE_TEST_SUITE_P(
    Table, GnomeIgnoreHost,
    testing::Values(Translation{"example.com", "example.com"}, Translation{".example.com", "example.com"},
                    Translation{"*.example.com", "example.com"}, Translation{"EXAMPLE.com", "EXAMPLE.com"},
                    Translation{"example.com  ", "example.com"}, Translation{"example.com:8080", "example.com:8080"},
                    Translation{"*.example.com:8080", "example.com:8080"}, Translation{"intranet", "intranet"},
                    Translation{"192.168.1.5", "192.168.1.5"}, Translation{"192.168.1.5:80", "192.168.1.5:80"},
                    Translation{"10.0.0.0/8", "10.0.0.0/8"}, Translation{"::1", "::1"},
                    Translation{"2001:db8::/32", "2001:db8::/32"}, Translation{"[::1]:443", "[::1]:443"}));

INSTANTIATE_TEST_SUITE_P(
    MatchesNothingInGnome, GnomeIgnoreHost,
    testing::Values(Translation{"192.168.*", ""}, Translation{"*", ""}, Translation{"*example.com", ""},
                    Translation{"www.*.com", ""}, Translation{"<local>", ""}, Translation{"", ""}, Translation{".", ""},
                    Translation{"*.", ""}, Translation{" example.com", ""}, Translation{"example.com.", ""},
                    Translation{"192.168.1.5/16", ""}, Translation{"10.0.0.0/33", ""}, Translation{"[::1]", ""},
                    Translation{"bücher.example", ""}, Translation{"a.com,b.com", ""}, Translation{"..com", ""},
                    Translation{"example.com:", ""}, Translation{"example.com:http", ""}));

}  // namespace
}  // namespace sallyport
