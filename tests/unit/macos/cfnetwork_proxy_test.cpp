#include "platform/macos/cfnetwork_proxy.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <utility>

namespace sallyport {
namespace {

using Mode = SystemProxyConfiguration::Mode;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

CfNetworkProxyValues manual() {
  CfNetworkProxyValues values;
  values.http = {true, "proxy.example.com", 3128};
  return values;
}

TEST(CfNetworkProxy, SaysNoProxy) {
  const auto configuration = cfnetwork_configuration({});
  EXPECT_EQ(configuration.mode, Mode::kNone);
  EXPECT_EQ(configuration.source, "macOS");
  EXPECT_EQ(configuration.note, "");
}

TEST(CfNetworkProxy, IgnoresAServerThatIsSwitchedOff) {
  auto values = manual();
  values.http.enabled = false;
  values.exceptions = {"*.local"};
  const auto configuration = cfnetwork_configuration(values);
  EXPECT_EQ(configuration.mode, Mode::kNone);
  EXPECT_FALSE(configuration.http);
  EXPECT_EQ(configuration.bypass, "");
}

TEST(CfNetworkProxy, LeavesHttpsWithoutTheHttpServer) {
  const auto configuration = cfnetwork_configuration(manual());
  EXPECT_EQ(configuration.mode, Mode::kManual);
  ASSERT_TRUE(configuration.http);
  EXPECT_EQ(configuration.http->endpoint.url(), "http://proxy.example.com:3128");
  EXPECT_FALSE(configuration.http->credential);
  EXPECT_FALSE(configuration.https);
}

TEST(CfNetworkProxy, SpeaksHttpToTheSecureWebProxy) {
  CfNetworkProxyValues values;
  values.https = {true, "Secure.Example.com", 8443};
  values.socks = {true, "2001:db8::1", 1080};
  values.ftp = {true, "ftp.example.com", 21};
  const auto configuration = cfnetwork_configuration(values);
  ASSERT_TRUE(configuration.https && configuration.socks);
  EXPECT_EQ(configuration.https->endpoint.url(), "http://secure.example.com:8443");
  EXPECT_EQ(configuration.socks->endpoint.url(), "socks5h://[2001:db8::1]:1080");
  EXPECT_EQ(configuration.ftp, "ftp.example.com:21");
  EXPECT_FALSE(configuration.http);
}

TEST(CfNetworkProxy, PrefersAScriptToServers) {
  auto values = manual();
  values.auto_config_enabled = true;
  values.auto_config_url = "http://wpad.example.com/proxy.pac";
  const auto configuration = cfnetwork_configuration(values);
  EXPECT_EQ(configuration.mode, Mode::kAutomatic);
  EXPECT_EQ(configuration.pac_url, "http://wpad.example.com/proxy.pac");
  EXPECT_FALSE(configuration.http);
}

TEST(CfNetworkProxy, KnowsAScriptWithoutAnAddress) {
  auto values = manual();
  values.auto_config_enabled = true;
  values.has_inline_script = true;
  const auto configuration = cfnetwork_configuration(values);
  EXPECT_EQ(configuration.mode, Mode::kAutomatic);
  EXPECT_THAT(configuration.note, HasSubstr("part of macOS's settings"));
}

TEST(CfNetworkProxy, GoesByTheServersWhenTheScriptHasNoAddress) {
  auto values = manual();
  values.auto_config_enabled = true;
  const auto configuration = cfnetwork_configuration(values);
  EXPECT_EQ(configuration.mode, Mode::kManual);
  EXPECT_THAT(configuration.note, HasSubstr("names none"));
}

TEST(CfNetworkProxy, DiscoversAutomatically) {
  auto values = manual();
  values.auto_discovery_enabled = true;
  const auto configuration = cfnetwork_configuration(values);
  EXPECT_EQ(configuration.mode, Mode::kAutomatic);
  EXPECT_EQ(configuration.pac_url, "") << "WPAD";
}

TEST(CfNetworkProxy, SaysWhichServerCannotBeUsed) {
  auto values = manual();
  values.https = {true, "", 0};
  values.socks = {true, "a b", 1080};
  const auto configuration = cfnetwork_configuration(values);
  EXPECT_TRUE(configuration.http);
  EXPECT_THAT(configuration.note, HasSubstr("The HTTPS proxy of macOS"));
  EXPECT_THAT(configuration.note, HasSubstr("The SOCKS proxy of macOS"));
  values.http.port = 65536;
  EXPECT_EQ(cfnetwork_configuration(values).mode, Mode::kNone);
}

TEST(CfNetworkProxy, TranslatesTheExceptionsOfANewMac) {
  auto values = manual();
  values.exceptions = {"*.local", "169.254/16"};
  values.exclude_simple_hostnames = true;
  const auto configuration = cfnetwork_configuration(values);
  EXPECT_EQ(configuration.bypass, ".local, 169.254.0.0/16, <local>");
  EXPECT_THAT(configuration.untranslated, IsEmpty());
}

struct ExceptionsCase {
  const char* name;
  std::vector<std::string> exceptions;
  std::string bypass;
  std::vector<std::string> untranslated;
};

class CfNetworkExceptions : public testing::TestWithParam<ExceptionsCase> {};

TEST_P(CfNetworkExceptions, AreTranslatedExactlyOrReported) {
  const auto translated = translate_exceptions(GetParam().exceptions);
  EXPECT_EQ(translated.bypass, GetParam().bypass);
  EXPECT_EQ(translated.untranslated, GetParam().untranslated);
}

INSTANTIATE_TEST_SUITE_P(
    Lists, CfNetworkExceptions,
    testing::Values(
        ExceptionsCase{"None", {}, "", {}}, ExceptionsCase{"Subdomains", {"*.example.com"}, ".example.com", {}},
        ExceptionsCase{"SubdomainsInAnyCase", {" *.Example.COM "}, ".example.com", {}},
        ExceptionsCase{"OneHost", {"www.example.com"}, "", {"www.example.com"}},
        ExceptionsCase{"HostWithItsSubdomains", {"*.example.com", "example.com"}, "example.com", {}},
        ExceptionsCase{"HostWithSubdomainsOfAnother", {"*.a.com", "b.com"}, ".a.com", {"b.com"}},
        ExceptionsCase{"LeadingDot", {".example.com"}, "", {".example.com"}},
        ExceptionsCase{"Localhost", {"localhost"}, "", {}},
        ExceptionsCase{"Addresses", {"10.1.2.3", "fe80::1"}, "10.1.2.3, fe80::1", {}},
        ExceptionsCase{
            "Networks", {"10.0.0.0/8", "10/8", "2001:db8::/32"}, "10.0.0.0/8, 10.0.0.0/8, 2001:db8::/32", {}},
        ExceptionsCase{"Everything", {"*"}, "*", {}},
        ExceptionsCase{"OtherPatterns",
                       {"192.168.*", "*example.com", "*.a*.com", "a?.com"},
                       "",
                       {"192.168.*", "*example.com", "*.a*.com", "a?.com"}},
        ExceptionsCase{"Ports", {"example.com:80", "*.example.com:80"}, "", {"example.com:80", "*.example.com:80"}},
        ExceptionsCase{"OurOwnWords", {"<local>"}, "", {"<local>"}}, ExceptionsCase{"Nothing", {"", "  "}, "", {}},
        ExceptionsCase{"TwoInOne", {"a.com,b.com"}, "", {"a.com,b.com"}},
        ExceptionsCase{"Idn",
                       {"*.b\xC3\xBC"
                        "cher.example"},
                       "",
                       {"*.b\xC3\xBC"
                        "cher.example"}}),
    [](const auto& one) { return one.param.name; });

CfNetworkProxyEntry entry(CfNetworkProxyEntry::Type type, std::string host, int port) {
  CfNetworkProxyEntry made;
  made.type = type;
  made.host = std::move(host);
  made.port = port;
  return made;
}

TEST(CfNetworkProxyEntry, IsAServerOrDirect) {
  using Type = CfNetworkProxyEntry::Type;
  EXPECT_FALSE(*read_proxy_entry(entry(Type::kNone, "", 0)));
  EXPECT_EQ((*read_proxy_entry(entry(Type::kHttp, "p", 3128)))->endpoint.url(), "http://p:3128");
  EXPECT_EQ((*read_proxy_entry(entry(Type::kHttps, "p", 0)))->endpoint.url(), "http://p:80");
  EXPECT_EQ((*read_proxy_entry(entry(Type::kSocks, "p", 0)))->endpoint.url(), "socks5h://p:1080");
}

TEST(CfNetworkProxyEntry, SplitsTheLoginOff) {
  auto with_login = entry(CfNetworkProxyEntry::Type::kHttp, "p", 3128);
  EXPECT_FALSE((*read_proxy_entry(with_login))->credential);
  with_login.username = "alice";
  with_login.password = Secret("p@ss");
  const auto server = read_proxy_entry(with_login);
  ASSERT_TRUE(server && *server && (*server)->credential);
  EXPECT_EQ((*server)->credential->username, "alice");
  EXPECT_EQ((*server)->credential->password.reveal(), "p@ss");
}

TEST(CfNetworkProxyEntry, IsRefusedWhenItCannotBeUsed) {
  using Type = CfNetworkProxyEntry::Type;
  for (const Type type : {Type::kFtp, Type::kScript, Type::kOther}) {
    EXPECT_EQ(read_proxy_entry(entry(type, "p", 1)).error().code, ErrorCode::kUnsupported);
  }
  EXPECT_EQ(read_proxy_entry(entry(Type::kHttp, "", 80)).error().code, ErrorCode::kInvalidValue);
  EXPECT_EQ(read_proxy_entry(entry(Type::kHttp, "p", -1)).error().code, ErrorCode::kInvalidValue);
}

TEST(CfNetworkProxyEntries, KeepTheirOrderWithoutWhatCannotBeUsed) {
  using Type = CfNetworkProxyEntry::Type;
  std::vector<CfNetworkProxyEntry> entries;
  entries.push_back(entry(Type::kOther, "", 0));
  entries.push_back(entry(Type::kSocks, "s", 1080));
  entries.push_back(entry(Type::kNone, "", 0));
  const auto servers = read_proxy_entries(entries);
  ASSERT_TRUE(servers);
  ASSERT_EQ(servers->size(), 2U);
  EXPECT_EQ((*servers)[0]->endpoint.host, "s");
  EXPECT_FALSE((*servers)[1]);
  entries.resize(1);
  EXPECT_EQ(read_proxy_entries(entries).error().code, ErrorCode::kUnsupported);
  EXPECT_TRUE(read_proxy_entries({})->empty());
}

}  // namespace
}  // namespace sallyport
