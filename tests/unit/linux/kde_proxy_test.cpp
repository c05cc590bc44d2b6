#include "platform/linux/kde_proxy.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace sallyport {
namespace {

using Mode = SystemProxyConfiguration::Mode;

KdeProxy read(const std::string& keys) { return read_kioslaverc({"[Proxy Settings]\n" + keys}, {}); }

TEST(KdeProxy, SaysNoProxy) {
  EXPECT_EQ(read_kioslaverc({}, {}).configuration.mode, Mode::kNone);
  EXPECT_EQ(read("ProxyType=0\nhttpProxy=http://proxy 3128\n").configuration.mode, Mode::kNone);
  EXPECT_EQ(read("ProxyType=0\n").configuration.source, "KDE");
}

TEST(KdeProxy, ReadsServersInTheOldAndTheNewSyntax) {
  const auto kde = read(
      "ProxyType=1\nhttpProxy=http://proxy.example.com 3128\nhttpsProxy=http://secure.example.com:3129\n"
      "socksProxy=socks://socks.example.com 1080\n");
  EXPECT_EQ(kde.configuration.mode, Mode::kManual);
  EXPECT_EQ(kde.configuration.http->endpoint.url(), "http://proxy.example.com:3128");
  EXPECT_EQ(kde.configuration.https->endpoint.url(), "http://secure.example.com:3129");
  EXPECT_EQ(kde.configuration.socks->endpoint.url(), "socks5h://socks.example.com:1080");
}

TEST(KdeProxy, SaysWhatServesFtpWithoutItsLogin) {
  EXPECT_EQ(read("ProxyType=1\nhttpProxy=http://proxy 3128\n").configuration.ftp, "");
  EXPECT_EQ(read("ProxyType=1\nhttpProxy=http://proxy 3128\nftpProxy=http://alice:s3cret@ftp 21\n").configuration.ftp,
            "ftp:21");
}

TEST(KdeProxy, HasNoHttpsProxyUnlessItIsNamed) {
  EXPECT_FALSE(read("ProxyType=1\nhttpProxy=http://proxy 3128\n").configuration.https);
}

TEST(KdeProxy, SplitsTheLoginOff) {
  const auto kde = read("ProxyType=1\nhttpProxy=http://alice:p%40ss@proxy 3128\n");
  ASSERT_TRUE(kde.configuration.http && kde.configuration.http->credential);
  EXPECT_EQ(kde.configuration.http->credential->username, "alice");
  EXPECT_EQ(kde.configuration.http->credential->password.reveal(), "p@ss");
  EXPECT_EQ(kde.configuration.http->endpoint.url(), "http://proxy:3128");
}

TEST(KdeProxy, NamesThePacFile) {
  const auto kde = read("ProxyType=2\nProxy Config Script=http://wpad.example.com/proxy.pac\n");
  EXPECT_EQ(kde.configuration.mode, Mode::kAutomatic);
  EXPECT_EQ(kde.configuration.pac_url, "http://wpad.example.com/proxy.pac");
}

TEST(KdeProxy, SaysWpad) {
  const auto kde = read("ProxyType=3\nProxy Config Script=http://unused.example.com/\n");
  EXPECT_EQ(kde.configuration.mode, Mode::kAutomatic);
  EXPECT_EQ(kde.configuration.pac_url, "");
}

TEST(KdeProxy, FollowsTheVariablesItNames) {
  const Environment environment({{"http_proxy", "http://proxy:3128"}, {"no_proxy", "example.com"}});
  const auto kde = read_kioslaverc(
      {"[Proxy Settings]\nProxyType=4\nhttpProxy=http_proxy\nhttpsProxy=https_proxy\nNoProxyFor=no_proxy\n"},
      environment);
  EXPECT_EQ(kde.configuration.http->endpoint.url(), "http://proxy:3128");
  EXPECT_FALSE(kde.configuration.https);
  EXPECT_EQ(kde.configuration.bypass, "example.com");
}

TEST(KdeProxy, ReportsAServerThatCannotBeUsed) {
  const auto kde = read("ProxyType=1\nhttpProxy=http://alice:s3cret@proxy\nhttpsProxy=http://proxy 3128\n");
  EXPECT_FALSE(kde.configuration.http);
  EXPECT_TRUE(kde.configuration.https);
  EXPECT_THAT(kde.configuration.note, testing::HasSubstr("HTTP proxy"));
  EXPECT_THAT(kde.configuration.note, testing::Not(testing::HasSubstr("s3cret")));
}

TEST(KdeProxy, TakesAManualProxyWithoutAServerForNone) {
  const auto kde = read("ProxyType=1\n");
  EXPECT_EQ(kde.configuration.mode, Mode::kNone);
  EXPECT_FALSE(kde.configuration.note.empty());
}

TEST(KdeProxy, SeparatesWhatCanBeSaidFromWhatCannot) {
  const auto kde =
      read("ProxyType=1\nhttpProxy=http://proxy 1\nNoProxyFor=example.com,.corp.example *.org,10.0.0.0/8\n");
  EXPECT_EQ(kde.configuration.bypass, "example.com, .corp.example, 10.0.0.0/8");
  EXPECT_THAT(kde.configuration.untranslated, testing::ElementsAre("*.org"));
}

TEST(KdeProxy, SaysThatAReversedListCannotBeSaid) {
  const auto kde = read("ProxyType=1\nhttpProxy=http://proxy 1\nNoProxyFor=example.com\nReversedException=true\n");
  EXPECT_TRUE(kde.only_listed);
  EXPECT_EQ(kde.listed, "example.com");
  EXPECT_EQ(kde.configuration.bypass, "");
  EXPECT_THAT(kde.configuration.untranslated, testing::ElementsAre("example.com"));
  EXPECT_FALSE(kde.configuration.note.empty());
}

TEST(KdeProxy, PutsTheUsersFileOverTheSystems) {
  const auto kde = read_kioslaverc(
      {"[Proxy Settings]\nProxyType=1\nhttpProxy=http://system 1\n", "[Proxy Settings]\nhttpProxy=http://user 2\n"},
      {});
  EXPECT_EQ(kde.configuration.http->endpoint.host_and_port(), "user:2");
}

TEST(KdeProxy, KeepsWhatTheSystemMarksImmutable) {
  const std::string user = "[Proxy Settings]\nProxyType=0\nhttpProxy=http://user 2\n";
  const auto key = read_kioslaverc({"[Proxy Settings]\nProxyType[$i]=1\nhttpProxy[$i]=http://system 1\n", user}, {});
  EXPECT_EQ(key.configuration.http->endpoint.host_and_port(), "system:1");
  const auto group = read_kioslaverc({"[Proxy Settings][$i]\nProxyType=1\nhttpProxy=http://system 1\n", user}, {});
  EXPECT_EQ(group.configuration.http->endpoint.host_and_port(), "system:1");
}

TEST(KdeProxy, ReadsItsGroupOnly) {
  const auto kde = read_kioslaverc({"ProxyType=1\n[Other]\nProxyType=1\nhttpProxy=http://a 1\n[Proxy "
                                    "Settings][Sub]\nProxyType=1\n# comment\nnonsense\n"},
                                   {});
  EXPECT_EQ(kde.configuration.mode, Mode::kNone);
}

using Translation = std::pair<std::string, std::string>;

class KdeException : public testing::TestWithParam<Translation> {};

TEST_P(KdeException, IsTranslated) { EXPECT_EQ(translate_kde_exception(GetParam().first), GetParam().second); }

INSTANTIATE_TEST_SUITE_P(
    Table, KdeException,
    testing::Values(Translation{"example.com", "example.com"}, Translation{".example.com", ".example.com"},
                    Translation{"example.com:8080", "example.com:8080"}, Translation{"<local>", "<local>"},
                    Translation{"10.1.2.3", "10.1.2.3"}, Translation{"10.0.0.0/8", "10.0.0.0/8"},
                    Translation{"10.0.0.0/255.0.0.0", "10.0.0.0/8"}, Translation{"10", "10.0.0.0/8"},
                    Translation{"192.168.", "192.168.0.0/16"}, Translation{"10.1.2.3/32", "10.1.2.3"},
                    Translation{"::1", "::1"}, Translation{"2001:db8::/32", "2001:db8::/32"}));

INSTANTIATE_TEST_SUITE_P(CannotBeSaid, KdeException,
                         testing::Values(Translation{"*.example.com", ""}, Translation{"*", ""}, Translation{"", ""},
                                         Translation{"10.0.0.0/255.0.255.0", ""}, Translation{"10.0.0.0/33", ""},
                                         Translation{"[::1]", ""}, Translation{"bugs.example.com/", ""},
                                         Translation{"192.168.*", ""}));

}  // namespace
}  // namespace sallyport
