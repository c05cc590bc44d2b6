#include "relay/credential_source.hpp"

#include <gtest/gtest.h>

namespace sallyport::relay {
namespace {

const Endpoint kProxy{ProxyProtocol::kHttp, "proxy.example.com", 8080};
const Endpoint kOther{ProxyProtocol::kHttp, "proxy.example.com", 8081};

class CredentialSourceTest : public ::testing::Test {
 protected:
  void use_system(SystemProxyConfiguration::Mode mode) {
    rules.settings.system_proxy.enabled = true;
    rules.settings.system_proxy.authentication = true;
    rules.settings.system_proxy.username = "alice";
    rules.system.mode = mode;
  }
  /// `user:password` where it comes from, `user` where it is to be asked for; empty: none.
  std::string at(const Endpoint& proxy) const {
    const CredentialSource source = credential_source(rules, proxy);
    std::string text;
    if (source.stored) text += source.stored->description();
    if (source.given) text += " given " + source.given->username + ":" + std::string(source.given->password.reveal());
    return text;
  }

  RelayRules rules;
};

TEST_F(CredentialSourceTest, KnowsTheCustomProxyOnly) {
  rules.settings.custom_proxy = {true,  true, true, ProxyProtocol::kHttp, "proxy.example.com", 8080, true,
                                 "bob", "",   ""};
  EXPECT_EQ(at(kProxy), "bob at proxy.example.com:8080");
  EXPECT_EQ(at(kOther), "");
  EXPECT_EQ(at({ProxyProtocol::kHttps, "proxy.example.com", 8080}), "") << "another protocol is another proxy";
  EXPECT_EQ(credential_source(rules, kProxy).store_command, "sallyport credential set custom");
  rules.settings.custom_proxy.authentication = false;
  EXPECT_EQ(at(kProxy), "");
}

TEST_F(CredentialSourceTest, KnowsTheServersThatTheSystemNames) {
  use_system(SystemProxyConfiguration::Mode::kManual);
  rules.system.http = SystemProxyServer{kProxy, Credential{"carol", Secret("pw")}};
  EXPECT_EQ(at(kProxy), "alice at proxy.example.com:8080 given carol:pw");
  EXPECT_EQ(at(kOther), "");
  EXPECT_EQ(credential_source(rules, kProxy).store_command,
            "sallyport credential set system --proxy proxy.example.com:8080");
  EXPECT_EQ(credential_source(rules, {ProxyProtocol::kSocks5, "proxy.example.com", 1080}).store_command,
            "sallyport credential set system --proxy socks5://proxy.example.com:1080")
      << "without the protocol it would store another";
  rules.settings.system_proxy.authentication = false;
  EXPECT_EQ(at(kProxy), " given carol:pw");
}

TEST_F(CredentialSourceTest, GivesWhatAPacFileNamesOnlyWhatIsStoredForIt) {
  use_system(SystemProxyConfiguration::Mode::kAutomatic);
  rules.system.http = SystemProxyServer{kProxy, Credential{"carol", Secret("pw")}};
  EXPECT_EQ(at(kProxy), "alice at proxy.example.com:8080");
  EXPECT_EQ(at(kOther), "alice at proxy.example.com:8081") << "a key of its own, under which nothing is stored";
  rules.settings.system_proxy.authentication = false;
  EXPECT_EQ(at(kProxy), "");
}

TEST_F(CredentialSourceTest, TakesTheEnvironmentWhereItIsRespected) {
  use_system(SystemProxyConfiguration::Mode::kManual);
  rules.inherited.set("http_proxy", "http://dave:p%40ss@proxy.example.com:8080");
  rules.inherited.set("https_proxy", "http://proxy.example.com:8081");
  EXPECT_EQ(at(kProxy), "") << "not respected";
  rules.settings.system_proxy.respect_environment = true;
  EXPECT_EQ(at(kProxy), " given dave:p@ss");
  EXPECT_EQ(at(kOther), "alice at proxy.example.com:8081");
}

TEST_F(CredentialSourceTest, HasNoneWhenAllIsOff) {
  rules.settings.system_proxy.enabled = false;
  rules.inherited.set("http_proxy", "http://dave:pw@proxy.example.com:8080");
  EXPECT_EQ(at(kProxy), "");
}

}  // namespace
}  // namespace sallyport::relay
