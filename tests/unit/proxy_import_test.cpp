#include "app/proxy_import.hpp"

#include <gmock/gmock.h>

#include "sallyport/core/proxy_url.hpp"

namespace sallyport {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;
using ::testing::Not;
using Mode = SystemProxyConfiguration::Mode;

SystemProxyServer server(const std::string& url) {
  auto read = parse_proxy_url(url).value();
  return {read.endpoint, std::move(read.credential)};
}

/// GNOME's settings with a proxy for both kinds of requests.
SystemProxyConfiguration gnome() {
  SystemProxyConfiguration says;
  says.source = "GNOME";
  says.mode = Mode::kManual;
  says.http = server("http://proxy.example.com:3128");
  says.https = server("http://proxy.example.com:3128");
  says.bypass = "example.com, 10.0.0.0/8";
  return says;
}

Result<ProxyImport> from(SystemProxyConfiguration says, const ProxySettings& current = {}) {
  return propose_import(source_of_desktop(std::move(says)), current);
}
Result<ProxyImport> from(std::vector<std::pair<std::string, std::string>> variables,
                         const ProxySettings& current = {}) {
  return propose_import(source_of_environment(Environment(std::move(variables))), current);
}
Result<ProxyImport> from_url(const std::string& url, const ProxySettings& current = {}) {
  return source_of_url(url).and_then([&](const ImportSource& source) { return propose_import(source, current); });
}

std::string server_of(const ProxyImport& import) { return import.settings.custom_proxy.endpoint().value().url(); }

TEST(ProxyImport, TakesTheDesktopsServerAndBypassListOver) {
  const auto import = from(gnome());
  ASSERT_TRUE(import);
  EXPECT_EQ(import->source, "GNOME's settings");
  EXPECT_THAT(import->changes, ElementsAre(SettingChange{"custom_proxy.enabled", "false", "true"},
                                           SettingChange{"custom_proxy.host", "", "proxy.example.com"},
                                           SettingChange{"custom_proxy.port", "8080", "3128"},
                                           SettingChange{"custom_proxy.bypass", "", "example.com, 10.0.0.0/8"}));
  EXPECT_THAT(import->warnings, IsEmpty());
  EXPECT_FALSE(import->credential);
  EXPECT_THAT(validate(import->settings), IsEmpty());
}

TEST(ProxyImport, ChangesOnlyTheCustomProxyOfSettingsThatMovedOn) {
  const auto import = from(gnome());
  ASSERT_TRUE(import);
  Settings settings;
  settings.proxy.delivery = Delivery::kRelay;
  settings.proxy.custom_proxy.ca_file = "/etc/ca.pem";
  settings.clients.emplace_back().id = "app";
  Settings expected = settings;
  expected.proxy.custom_proxy = import->settings.custom_proxy;
  expected.proxy.custom_proxy.ca_file = "/etc/ca.pem";
  ASSERT_TRUE(apply_import(*import, settings));
  EXPECT_EQ(settings, expected);
}

TEST(ProxyImport, HasNothingToChangeTheSecondTime) {
  const auto first = from(gnome());
  ASSERT_TRUE(first);
  const auto second = from(gnome(), first->settings);
  ASSERT_TRUE(second);
  EXPECT_THAT(second->changes, IsEmpty());
}

TEST(ProxyImport, PutsAPasswordIntoTheCredentialAlone) {
  auto says = gnome();
  says.http = server("http://al%20ice:can%40ry@proxy.example.com:3128");
  says.https = server("http://al%20ice:can%40ry@proxy.example.com:3128");
  const auto import = from(std::move(says));
  ASSERT_TRUE(import && import->credential);
  EXPECT_EQ(import->credential->key, (CredentialKey{{ProxyProtocol::kHttp, "proxy.example.com", 3128}, "al ice"}));
  EXPECT_EQ(import->credential->password->reveal(), "can@ry");
  EXPECT_TRUE(import->settings.custom_proxy.authentication);
  EXPECT_EQ(import->settings.custom_proxy.username, "al ice");
  EXPECT_THAT(import->warnings,
              AllOf(Contains(HasSubstr("plain text in GNOME's settings")), Each(Not(HasSubstr("can@ry")))));
  for (const SettingChange& change : import->changes) EXPECT_EQ(change.after.find("can@ry"), std::string::npos);
}

TEST(ProxyImport, TakesTheLoginOfTheSameServerWhereverItStands) {
  const auto import = from({{"http_proxy", "http://alice:canary@proxy:3128"}, {"https_proxy", "http://proxy:3128"}});
  ASSERT_TRUE(import && import->credential);
  EXPECT_EQ(import->credential->key.username, "alice");
  const auto other = from({{"http_proxy", "http://alice:canary@other:3128"}, {"https_proxy", "http://proxy:3128"}});
  ASSERT_TRUE(other);
  EXPECT_FALSE(other->credential) << "another server's";
  EXPECT_FALSE(other->settings.custom_proxy.authentication);
}

TEST(ProxyImport, TakesAUserWithoutAPassword) {
  const auto import = from_url("http://alice@proxy:3128");
  ASSERT_TRUE(import);
  EXPECT_FALSE(import->credential);
  EXPECT_TRUE(import->settings.custom_proxy.authentication);
  EXPECT_EQ(import->settings.custom_proxy.username, "alice");
}

TEST(ProxyImport, LeavesAPasswordWithoutAUser) {
  const auto import = from_url("http://:canary@proxy:3128");
  ASSERT_TRUE(import);
  EXPECT_FALSE(import->credential);
  EXPECT_FALSE(import->settings.custom_proxy.authentication);
  EXPECT_THAT(import->warnings, ElementsAre(HasSubstr("no user name")));
}

TEST(ProxyImport, RefusesAPasswordThatCannotBeStored) {
  const auto import = from_url("http://alice:can%0Aary@proxy:3128");
  ASSERT_FALSE(import);
  EXPECT_EQ(import.error().code, ErrorCode::kInvalidValue);
  EXPECT_THAT(import.error().message, Not(HasSubstr("ary")));
}

TEST(ProxyImport, KeepsTheLoginAsLongAsTheServerStays) {
  ProxySettings current;
  CustomProxySettings& custom = current.custom_proxy;
  custom.enabled = custom.authentication = true;
  custom.host = "Proxy.Example.com";
  custom.port = 3128;
  custom.username = "alice";
  const auto same = from(gnome(), current);
  ASSERT_TRUE(same);
  EXPECT_THAT(same->changes, ElementsAre(SettingChange{"custom_proxy.bypass", "", "example.com, 10.0.0.0/8"}));
  const auto other = from_url("http://other.example.com:3128", current);
  ASSERT_TRUE(other);
  EXPECT_THAT(other->changes, ElementsAre(SettingChange{"custom_proxy.host", "Proxy.Example.com", "other.example.com"},
                                          SettingChange{"custom_proxy.authentication", "true", "false"}));
}

TEST(ProxyImport, TakesOneKindOfRequestsWhenTheOtherHasNoProxy) {
  const auto http = from({{"http_proxy", "http://proxy:3128"}});
  ASSERT_TRUE(http);
  EXPECT_TRUE(http->settings.custom_proxy.http);
  EXPECT_FALSE(http->settings.custom_proxy.https);
  const auto https = from({{"HTTPS_PROXY", "http://proxy:3128"}});
  ASSERT_TRUE(https);
  EXPECT_FALSE(https->settings.custom_proxy.http);
  EXPECT_TRUE(https->settings.custom_proxy.https);
}

TEST(ProxyImport, TakesTheServerForHttpsOfTwoAndSaysSo) {
  const auto import = from({{"http_proxy", "http://one:3128"}, {"https_proxy", "http://two:3128"}});
  ASSERT_TRUE(import);
  EXPECT_EQ(server_of(*import), "http://two:3128");
  EXPECT_TRUE(import->settings.custom_proxy.http);
  EXPECT_THAT(import->warnings, ElementsAre(AllOf(HasSubstr("http://one:3128"), HasSubstr("http://two:3128"))));
}

TEST(ProxyImport, SaysWhatOtherProxiesItLeavesOut) {
  auto says = gnome();
  says.socks = server("socks5://socks.example.com:1080");
  says.ftp = "ftp.example.com:21";
  says.untranslated = {"192.168.*", "*x"};
  says.note = "A sentence of the desktop.";
  const auto import = from(std::move(says));
  ASSERT_TRUE(import);
  EXPECT_THAT(import->warnings,
              ElementsAre("A sentence of the desktop.", HasSubstr("socks5h://socks.example.com:1080"),
                          AllOf(HasSubstr("FTP"), HasSubstr("ftp.example.com:21")), HasSubstr("192.168.*, *x")));
}

TEST(ProxyImport, DoesNotSpeakOfTheSameProxyForFtp) {
  auto says = gnome();
  says.ftp = "proxy.example.com:3128";
  EXPECT_THAT(from(std::move(says))->warnings, IsEmpty());
}

TEST(ProxyImport, TakesAnOnlySocksProxyForBothKinds) {
  SystemProxyConfiguration says;
  says.source = "KDE";
  says.mode = Mode::kManual;
  says.socks = server("socks5://proxy:1080");
  const auto import = from(std::move(says));
  ASSERT_TRUE(import);
  EXPECT_EQ(server_of(*import), "socks5h://proxy:1080");
  EXPECT_TRUE(import->settings.custom_proxy.http && import->settings.custom_proxy.https);
  EXPECT_THAT(import->warnings, IsEmpty());
}

TEST(ProxyImport, LetsAllProxyServeWhatIsNotNamed) {
  const auto import = from({{"http_proxy", "http://one:1"}, {"all_proxy", "http://two:2"}});
  ASSERT_TRUE(import);
  EXPECT_EQ(server_of(*import), "http://two:2");
  EXPECT_THAT(import->warnings, ElementsAre(HasSubstr("http://one:1")));
}

TEST(ProxyImport, PrefersLowerCaseAndNamesWhatDiffersOrIsNotRead) {
  const auto import = from({{"http_proxy", "http://lower:1"},
                            {"HTTP_PROXY", "http://alice:canary@upper:2"},
                            {"https_proxy", "http://lower:1"},
                            {"Http_Proxy", "http://odd:3"},
                            {"FTP_PROXY", "http://ftp:4"},
                            {"wss_proxy", ""}});
  ASSERT_TRUE(import);
  EXPECT_EQ(server_of(*import), "http://lower:1");
  EXPECT_THAT(import->warnings,
              ElementsAre(HasSubstr("http_proxy and HTTP_PROXY differ"), HasSubstr("Http_Proxy, FTP_PROXY.")));
  EXPECT_THAT(import->warnings, Each(Not(HasSubstr("canary"))));
}

TEST(ProxyImport, ReadsTheListOfTheEnvironmentAsProgramsSeparateIt) {
  const auto import =
      from({{"https_proxy", "http://proxy:1"}, {"no_proxy", "localhost,.example.com example.org\t10.0.0.0/8, *"}});
  ASSERT_TRUE(import);
  EXPECT_EQ(import->settings.custom_proxy.bypass, "localhost, .example.com, example.org, 10.0.0.0/8, *");
  EXPECT_THAT(import->warnings, IsEmpty());
}

TEST(ProxyImport, NamesEveryEntryOfAnotherDialect) {
  const auto import = from(
      {{"https_proxy", "http://proxy:1"}, {"no_proxy", "192.168.,10.*,http://a.example,u:canary@b.example,c.example"}});
  ASSERT_TRUE(import);
  EXPECT_EQ(import->settings.custom_proxy.bypass, "c.example");
  EXPECT_THAT(import->warnings,
              IsSupersetOf({HasSubstr("\"192.168.\""), HasSubstr("\"10.*\""), HasSubstr("\"http://a.example\"")}));
  EXPECT_EQ(import->warnings.size(), 4U);
  EXPECT_THAT(import->warnings, Each(Not(HasSubstr("canary"))));
}

TEST(ProxyImport, SaysWhatItCannotRead) {
  const auto import = from({{"http_proxy", "ftp://alice:canary@proxy:1"}, {"https_proxy", "http://proxy:1"}});
  ASSERT_TRUE(import);
  EXPECT_FALSE(import->settings.custom_proxy.http);
  EXPECT_THAT(import->warnings, ElementsAre(AllOf(HasSubstr("http_proxy is not imported"), Not(HasSubstr("canary")))));
  const auto nothing = from({{"http_proxy", "socks4://alice:canary@proxy:1"}});
  ASSERT_FALSE(nothing);
  EXPECT_EQ(nothing.error().code, ErrorCode::kFailed);
  EXPECT_THAT(nothing.error().message,
              AllOf(HasSubstr("the environment"), HasSubstr("http_proxy"), Not(HasSubstr("canary"))));
}

TEST(ProxyImport, SaysWhatItGuesses) {
  const auto import = from({{"https_proxy", "https://proxy"}});
  ASSERT_TRUE(import);
  EXPECT_EQ(server_of(*import), "https://proxy:443");
  EXPECT_THAT(import->warnings, ElementsAre(HasSubstr("443"), HasSubstr("TLS to the proxy itself")));
}

TEST(ProxyImport, RefusesWhatNamesNoProxy) {
  SystemProxyConfiguration none;
  none.source = "GNOME";
  none.mode = Mode::kNone;
  for (const auto& import :
       {from(std::move(none)), from(std::vector<std::pair<std::string, std::string>>{{"http_proxy", ""}})}) {
    ASSERT_FALSE(import);
    EXPECT_EQ(import.error().code, ErrorCode::kFailed);
    EXPECT_THAT(import.error().message, HasSubstr("nothing to import"));
  }
  SystemProxyConfiguration automatic;
  automatic.source = "KDE";
  automatic.mode = Mode::kAutomatic;
  const auto pac = from(std::move(automatic));
  ASSERT_FALSE(pac);
  EXPECT_THAT(pac.error().message,
              AllOf(HasSubstr("KDE's settings"), HasSubstr("PAC"), HasSubstr("system_proxy.enabled=true")));
  SystemProxyConfiguration unknown;
  unknown.note = "This desktop has no proxy setting that Sallyport can read.";
  EXPECT_THAT(from(std::move(unknown)).error().message, HasSubstr("This desktop has no proxy setting"));
}

TEST(ProxyImport, RefusesSallyportsOwnRelay) {
  const auto source = source_of_environment(
      Environment({{"http_proxy", "http://127.0.0.1:4711"}, {"https_proxy", "http://127.0.0.1:4711"}}));
  std::vector<SupervisorStatus> running(2);
  running[0].relay_port = 4000;
  running[1].relay_port = 4711;
  const auto refused = propose_import(source, {}, running);
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message, HasSubstr("own relay"));
  EXPECT_TRUE(propose_import(source, {}, std::span(running).first(1))) << "a proxy on this machine";
  const auto elsewhere = source_of_url("http://192.0.2.1:4711");
  EXPECT_TRUE(propose_import(*elsewhere, {}, running)) << "the same port of another machine";
}

TEST(ProxyImport, KeepsTheBypassListBesideAUrl) {
  ProxySettings current;
  current.custom_proxy.bypass = "example.com";
  const auto import = from_url(" \tsocks5://proxy.example.com:1081\n", current);
  ASSERT_TRUE(import);
  EXPECT_EQ(server_of(*import), "socks5h://proxy.example.com:1081");
  EXPECT_EQ(import->settings.custom_proxy.bypass, "example.com");
  EXPECT_EQ(from({{"http_proxy", "http://proxy:1"}}, current)->settings.custom_proxy.bypass, "")
      << "as the environment says";
}

struct Text {
  std::string name;
  std::string text;
};
class TextThatIsNoProxyUrl : public ::testing::TestWithParam<Text> {};

TEST_P(TextThatIsNoProxyUrl, IsRefusedWithoutRepeatingIt) {
  const auto import = from_url(GetParam().text);
  ASSERT_FALSE(import);
  EXPECT_EQ(import.error().code, ErrorCode::kInvalidValue);
  EXPECT_THAT(import.error().message + import.error().detail, Not(HasSubstr("canary")));
}

INSTANTIATE_TEST_SUITE_P(
    , TextThatIsNoProxyUrl,
    ::testing::Values(Text{"Empty", ""}, Text{"Space", " \n"}, Text{"Word", "canary"},
                      Text{"Name", "canary.example.com"}, Text{"UserWithoutPort", "alice:canary@proxy"},
                      Text{"Page", "https://canary.example.com/index.html"},
                      Text{"Pac", "http://wpad.example.com/canary.pac"}, Text{"Query", "http://canary.example.com?a"},
                      Text{"OtherProtocol", "ftp://canary.example.com:21"}, Text{"Socks4", "socks4://canary:1080"},
                      Text{"Port", "http://canary.example.com:99999"}, Text{"TwoLines", "http://canary:1\nhttp://b:2"},
                      Text{"Sentence", "my canary: sings"}, Text{"NoHost", "http://alice:canary@:3128"},
                      Text{"Long", "http://" + std::string(5000, 'a') + ":1"}),
    [](const auto& each) { return each.param.name; });

}  // namespace
}  // namespace sallyport
