#include "sallyport/core/launch_plan.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sallyport/core/proxy_variables.hpp"

namespace sallyport {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using Mode = SystemProxyConfiguration::Mode;

/// A launch to plan: everything off, nothing inherited, delivery environment, until a test says otherwise.
struct Launch {
  ProxySettings settings;
  PlanClient client;
  SystemProxyConfiguration system;
  Environment inherited;
  std::vector<KnownCredential> credentials;
  bool direct = false;

  Launch() {
    settings.system_proxy.enabled = false;
    settings.delivery = Delivery::kEnvironment;
  }

  Launch& custom(const std::string& host = "proxy.example.com", int port = 8080) {
    settings.custom_proxy.enabled = true;
    settings.custom_proxy.host = host;
    settings.custom_proxy.port = port;
    return *this;
  }
  Launch& system_manual(const std::string& http, const std::string& https) {
    settings.system_proxy.enabled = true;
    system.mode = Mode::kManual;
    system.source = "GNOME";
    if (!http.empty()) system.http = SystemProxyServer{parse_endpoint(http).value(), std::nullopt};
    if (!https.empty()) system.https = SystemProxyServer{parse_endpoint(https).value(), std::nullopt};
    return *this;
  }
  Launch& inherits(std::vector<std::pair<std::string, std::string>> variables,
                   Environment::Names names = Environment::Names::kExact) {
    inherited = Environment(std::move(variables), names);
    return *this;
  }
  [[nodiscard]] LaunchPlan plan() const {
    return plan_launch(settings, client, system, inherited, credentials, direct);
  }
  [[nodiscard]] Environment environment() const { return plan().apply(inherited); }
};

std::string value(const Environment& environment, std::string_view name) {
  const std::string* found = environment.find(name);
  return found == nullptr ? "(absent)" : *found;
}

std::vector<std::string> family(const Environment& environment) {
  std::vector<std::string> names;
  for (const auto& [name, text] : environment.variables()) {
    if (is_proxy_variable(name)) names.push_back(name);
  }
  return names;
}

TEST(LaunchPlan, CustomProxySetsBothCasesOfBothTypes) {
  const Environment environment = Launch().custom().environment();
  for (const auto* name : {"http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY"}) {
    EXPECT_EQ(value(environment, name), "http://proxy.example.com:8080") << name;
  }
  EXPECT_EQ(value(environment, "all_proxy"), "(absent)");
}

TEST(LaunchPlan, NamesEachVariableOnceWhereNamesAreComparedWithoutCase) {
  Launch launch;
  launch.custom().inherits({{"HTTP_PROXY", "http://old:1"}, {"Ftp_Proxy", "http://old:2"}, {"Editor", "vi"}},
                           Environment::Names::kIgnoringCase);
  launch.client.variables = {{"EDITOR", "ed"}, {"HTTPS_PROXY", "http://own:3"}};
  const Environment environment = launch.environment();
  EXPECT_THAT(family(environment), ::testing::UnorderedElementsAre("http_proxy", "https_proxy", "no_proxy"));
  EXPECT_EQ(value(environment, "HTTP_PROXY"), "http://proxy.example.com:8080");
  EXPECT_EQ(value(environment, "https_proxy"), "http://own:3");
  EXPECT_EQ(value(environment, "Editor"), "ed");
  EXPECT_EQ(environment.variables().size(), 4U);
}

TEST(LaunchPlan, CustomProxyForOneTypeRemovesTheOther) {
  Launch launch;
  launch.custom().inherits({{"https_proxy", "http://old:1"}, {"HTTPS_PROXY", "http://old:1"}});
  launch.settings.custom_proxy.https = false;
  const Environment environment = launch.environment();
  EXPECT_EQ(value(environment, "http_proxy"), "http://proxy.example.com:8080");
  EXPECT_EQ(value(environment, "https_proxy"), "(absent)");
  EXPECT_EQ(value(environment, "HTTPS_PROXY"), "(absent)");
}

TEST(LaunchPlan, RemovesTheWholeFamilyInAnySpelling) {
  Launch launch;
  launch.inherits({{"Http_Proxy", "http://a:1"},
                   {"ALL_PROXY", "socks5://a:1"},
                   {"grpc_proxy", "http://a:1"},
                   {"npm_config_https_proxy", "http://a:1"},
                   {"NPM_CONFIG_NOPROXY", "x"},
                   {"no_proxy", "x"},
                   {"http_proxy", ""},
                   {"HTTP_PROXY_EXTRA", "kept"},
                   {"PATH", "/bin"}});
  const Environment environment = launch.environment();
  EXPECT_THAT(family(environment), IsEmpty());
  EXPECT_EQ(value(environment, "PATH"), "/bin");
  EXPECT_EQ(value(environment, "HTTP_PROXY_EXTRA"), "kept");
  EXPECT_EQ(launch.plan().changes.size(), 7U);
}

TEST(LaunchPlan, DirectWinsOverEverySetting) {
  Launch launch;
  launch.custom().inherits({{"http_proxy", "http://a:1"}});
  launch.direct = true;
  launch.client.variables = {{"HTTPS_PROXY", "http://own:1"}, {"LANG", "C"}};
  const LaunchPlan plan = launch.plan();
  EXPECT_EQ(plan.in_force, InForce::kNone);
  const Environment environment = plan.apply(launch.inherited);
  EXPECT_THAT(family(environment), IsEmpty());
  EXPECT_EQ(value(environment, "LANG"), "C");
}

TEST(LaunchPlan, CustomWinsOverSystem) {
  const LaunchPlan plan = Launch().system_manual("system:3128", "system:3128").custom().plan();
  EXPECT_EQ(plan.in_force, InForce::kCustom);
  EXPECT_EQ(plan.http_proxy->host, "proxy.example.com");
}

TEST(LaunchPlan, SystemServersAreTakenForTheirOwnTypes) {
  const Environment environment =
      Launch().system_manual("one:1", "").inherits({{"https_proxy", "http://old:1"}}).environment();
  EXPECT_EQ(value(environment, "http_proxy"), "http://one:1");
  EXPECT_EQ(value(environment, "https_proxy"), "(absent)");
}

TEST(LaunchPlan, SystemSocksAloneSetsAllProxy) {
  Launch launch;
  launch.system_manual("", "");
  launch.system.socks = SystemProxyServer{{ProxyProtocol::kSocks5, "socks", 1080}, std::nullopt};
  launch.inherits({{"http_proxy", "http://old:1"}});
  const Environment environment = launch.environment();
  EXPECT_EQ(value(environment, "all_proxy"), "socks5h://socks:1080");
  EXPECT_EQ(value(environment, "ALL_PROXY"), "socks5h://socks:1080");
  EXPECT_EQ(value(environment, "http_proxy"), "(absent)");
}

TEST(LaunchPlan, PacRemovesTheFamilyAndSaysSo) {
  Launch launch;
  launch.settings.system_proxy.enabled = true;
  launch.system.mode = Mode::kAutomatic;
  launch.system.pac_url = "http://wpad.example.com/proxy.pac";
  launch.inherits({{"http_proxy", "http://old:1"}});
  EXPECT_THAT(family(launch.environment()), IsEmpty());
  EXPECT_THAT(launch.plan().warnings, Contains(HasSubstr("PAC")));
}

TEST(LaunchPlan, LeavesTheLoginOfAPacAddressOutOfArguments) {
  Launch launch;
  launch.settings.system_proxy.enabled = true;
  launch.client.kind = ClientKind::kChromium;
  launch.system.mode = Mode::kAutomatic;
  launch.system.pac_url = "http://wpad.example.com/proxy.pac";
  EXPECT_THAT(launch.plan().arguments, ElementsAre("--proxy-pac-url=http://wpad.example.com/proxy.pac"));
  EXPECT_THAT(launch.plan().warnings, Not(Contains(HasSubstr("holds a login"))));
  launch.system.pac_url = "http://alice:canary@wpad.example.com/proxy.pac";
  EXPECT_THAT(launch.plan().arguments, ElementsAre("--proxy-pac-url=http://wpad.example.com/proxy.pac"));
  EXPECT_THAT(launch.plan().warnings, Contains(HasSubstr("holds a login")));
}

TEST(LaunchPlan, RespectedEnvironmentIsKeptEqualInBothCases) {
  Launch launch;
  launch.system_manual("system:3128", "system:3128");
  launch.settings.system_proxy.respect_environment = true;
  launch.inherits({{"http_proxy", "http://lower:1"},
                   {"HTTP_PROXY", "http://upper:1"},
                   {"NO_PROXY", "a,.b"},
                   {"all_proxy", "http://all:1"}});
  const LaunchPlan plan = launch.plan();
  EXPECT_EQ(plan.in_force, InForce::kEnvironment);
  const Environment environment = plan.apply(launch.inherited);
  EXPECT_EQ(value(environment, "http_proxy"), "http://lower:1");
  EXPECT_EQ(value(environment, "HTTP_PROXY"), "http://lower:1");
  EXPECT_EQ(value(environment, "no_proxy"), "a,.b");
  EXPECT_EQ(value(environment, "NO_PROXY"), "a,.b");
  EXPECT_EQ(value(environment, "all_proxy"), "(absent)");
  EXPECT_EQ(value(environment, "https_proxy"), "(absent)") << "a missing scheme is not filled from the OS";
}

TEST(LaunchPlan, EmptyLowerCaseCountsAsUnset) {
  Launch launch;
  launch.system_manual("system:3128", "");
  launch.settings.system_proxy.respect_environment = true;
  launch.inherits({{"http_proxy", ""}, {"HTTP_PROXY", "http://upper:1"}});
  EXPECT_EQ(value(launch.environment(), "http_proxy"), "http://upper:1");
}

TEST(LaunchPlan, EnvironmentThatNamesNoProxyLeavesTheSystemInForce) {
  Launch launch;
  launch.system_manual("system:3128", "system:3128");
  launch.settings.system_proxy.respect_environment = true;
  launch.inherits({{"all_proxy", "http://all:1"}, {"no_proxy", "x"}});
  EXPECT_EQ(launch.plan().in_force, InForce::kSystem);
  EXPECT_EQ(value(launch.environment(), "http_proxy"), "http://system:3128");
}

TEST(LaunchPlan, PasswordIsEncodedInTheUrlAndMaskedToShow) {
  const Secret password("p@:/#%?&=[] \\\"'$ä");
  Launch launch;
  launch.custom();
  launch.settings.custom_proxy.authentication = true;
  launch.settings.custom_proxy.username = "al ice";
  const CredentialKey key{{ProxyProtocol::kHttp, "proxy.example.com", 8080}, "al ice"};
  launch.credentials = {{key, &password}};
  EXPECT_EQ(value(launch.environment(), "http_proxy"),
            "http://al%20ice:p%40%3A%2F%23%25%3F%26%3D%5B%5D%20%5C%22%27%24%C3%A4@proxy.example.com:8080");
  const LaunchPlan plan = launch.plan();
  for (const EnvironmentChange& change : plan.changes) {
    EXPECT_THAT(change.value, Not(HasSubstr("%40"))) << change.name;
  }
  EXPECT_THAT(plan.fingerprint(), Not(HasSubstr("%40")));
  EXPECT_THAT(plan.fingerprint(), HasSubstr("al%20ice:***@"));
}

TEST(LaunchPlan, CredentialOfAnotherServerIsNotUsed) {
  const Secret password("pw");
  Launch launch;
  launch.custom();
  launch.settings.custom_proxy.authentication = true;
  launch.settings.custom_proxy.username = "alice";
  launch.credentials = {{{{ProxyProtocol::kHttp, "other.example.com", 8080}, "alice"}, &password}};
  EXPECT_EQ(value(launch.environment(), "http_proxy"), "http://proxy.example.com:8080");
  EXPECT_THAT(launch.plan().warnings,
              ElementsAre(HasSubstr("No password is stored for alice at proxy.example.com:8080")));
}

TEST(LaunchPlan, LoginInsideTheSystemAnswerServesUntilOurOwnIsStored) {
  const Secret own("own");
  Launch launch;
  launch.system_manual("system:3128", "");
  launch.system.http->credential = Credential{"bob", Secret("from-os")};
  EXPECT_EQ(value(launch.environment(), "http_proxy"), "http://bob:from-os@system:3128");
  launch.settings.system_proxy.authentication = true;
  launch.settings.system_proxy.username = "alice";
  launch.credentials = {{{launch.system.http->endpoint, "alice"}, &own}};
  EXPECT_EQ(value(launch.environment(), "http_proxy"), "http://alice:own@system:3128");
}

TEST(LaunchPlan, KeptUrlWithALoginIsMaskedAndPassedOnUnchanged) {
  Launch launch;
  launch.system_manual("system:3128", "");
  launch.settings.system_proxy.respect_environment = true;
  launch.inherits({{"http_proxy", "http://eve:s3cret@env:1/"}});
  const LaunchPlan plan = launch.plan();
  EXPECT_EQ(value(plan.apply(launch.inherited), "HTTP_PROXY"), "http://eve:s3cret@env:1/");
  for (const EnvironmentChange& change : plan.changes) EXPECT_THAT(change.value, Not(HasSubstr("s3cret")));
}

TEST(LaunchPlan, OwnVariablesWin) {
  Launch launch;
  launch.custom();
  launch.client.variables = {{"HTTP_PROXY", "http://u:secret@own:1"}, {"TOKEN", "x"}};
  const LaunchPlan plan = launch.plan();
  const Environment environment = plan.apply(launch.inherited);
  EXPECT_EQ(value(environment, "HTTP_PROXY"), "http://u:secret@own:1");
  EXPECT_EQ(value(environment, "http_proxy"), "http://proxy.example.com:8080");
  EXPECT_EQ(value(environment, "TOKEN"), "x");
  EXPECT_THAT(plan.fingerprint(), Not(HasSubstr("secret")));
}

TEST(LaunchPlan, BypassIsRenderedWithLoopback) {
  Launch launch;
  launch.custom();
  launch.settings.custom_proxy.bypass = "example.com, *.corp.example, 10.0.0.0/8, <local>, a.example:81";
  EXPECT_EQ(value(launch.environment(), "no_proxy"),
            "localhost,.localhost,127.0.0.1,127.0.0.0/8,::1,example.com,.example.com,.corp.example,10.0.0.0/8");
  EXPECT_THAT(launch.plan().all_warnings(),
              ElementsAre(HasSubstr("send 10.0.0.0/8"), HasSubstr("send <local>"), HasSubstr("send a.example:81"),
                          HasSubstr("direct to notexample.com"), HasSubstr("direct to corp.example")));
  launch.client.kind = ClientKind::kChromium;
  EXPECT_THAT(launch.plan().all_warnings(), IsEmpty()) << "its own list carries them all";
  launch.settings.custom_proxy.enabled = false;
  EXPECT_THAT(launch.plan().all_warnings(), IsEmpty());
}

TEST(LaunchPlan, WhatStandsTwiceInTheBypassListIsGivenOnce) {
  Launch launch;
  launch.custom();
  launch.settings.custom_proxy.bypass = "localhost, 127.0.0.1, ::1, example.com, .example.com, example.com";
  EXPECT_EQ(value(launch.environment(), "no_proxy"),
            "localhost,.localhost,127.0.0.1,127.0.0.0/8,::1,example.com,.example.com");
  launch.client.kind = ClientKind::kChromium;
  EXPECT_THAT(launch.plan().arguments,
              Contains("--proxy-bypass-list=localhost;.localhost;127.0.0.1;[::1];example.com;.example.com"));
  launch.client.kind = ClientKind::kJava;
  EXPECT_THAT(value(launch.environment(), "JAVA_TOOL_OPTIONS"),
              HasSubstr("nonProxyHosts=localhost|*.localhost|127.*|[::1]|127.0.0.1|example.com|*.example.com"));
  EXPECT_THAT(launch.plan().warnings, IsEmpty());
}

TEST(LaunchPlan, ChromiumIsToldByFlags) {
  Launch none;
  none.client.kind = ClientKind::kChromium;
  EXPECT_THAT(none.plan().arguments, ElementsAre("--no-proxy-server"));

  Launch custom;
  custom.custom();
  custom.client.kind = ClientKind::kChromium;
  custom.settings.custom_proxy.bypass = "example.com,10.0.0.0/8";
  EXPECT_THAT(custom.plan().arguments, ElementsAre("--proxy-server=http://proxy.example.com:8080",
                                                   "--proxy-bypass-list=example.com;.example.com;10.0.0.0/8"));
  custom.settings.custom_proxy.http = false;
  EXPECT_THAT(custom.plan().arguments, Contains("--proxy-server=https=http://proxy.example.com:8080"));
  custom.direct = true;
  EXPECT_THAT(custom.plan().arguments, ElementsAre("--no-proxy-server"));
  custom.client.kind = ClientKind::kPlain;
  EXPECT_THAT(custom.plan().arguments, IsEmpty());
}

TEST(LaunchPlan, ChromiumWithALoginSaysThatItIsDropped) {
  const Secret password("pw");
  Launch launch;
  launch.custom();
  launch.client.kind = ClientKind::kChromium;
  launch.settings.custom_proxy.authentication = true;
  launch.settings.custom_proxy.username = "alice";
  launch.credentials = {{{{ProxyProtocol::kHttp, "proxy.example.com", 8080}, "alice"}, &password}};
  const LaunchPlan plan = launch.plan();
  EXPECT_THAT(plan.warnings, Contains(HasSubstr("Chromium")));
  for (const std::string& argument : plan.arguments) EXPECT_THAT(argument, Not(HasSubstr("pw")));
}

TEST(CredentialsNeeded, NamesTheServersInForceOnly) {
  Launch launch;
  launch.custom();
  launch.settings.custom_proxy.authentication = true;
  launch.settings.custom_proxy.username = "alice";
  const auto needed = [&] {
    return credentials_needed(launch.settings, launch.system, launch.inherited, launch.direct);
  };
  ASSERT_EQ(needed().size(), 1U);
  EXPECT_EQ(needed()[0].key.proxy.host_and_port(), "proxy.example.com:8080");
  EXPECT_TRUE(needed()[0].required);
  launch.direct = true;
  EXPECT_THAT(needed(), IsEmpty());
  launch.direct = false;
  launch.settings.custom_proxy.enabled = false;
  launch.system_manual("one:1", "one:1");
  launch.settings.system_proxy.authentication = true;
  launch.settings.system_proxy.username = "bob";
  ASSERT_EQ(needed().size(), 1U) << "one server, asked for once";
  EXPECT_EQ(needed()[0].key.description(), "bob at one:1");
}

TEST(Describe, SaysWhatAppsWillGet) {
  Launch launch;
  const auto sentence = [&] { return describe(launch.plan(), launch.settings, launch.system); };
  EXPECT_EQ(sentence(), "Apps started now use no proxy; proxy variables are removed.");
  launch.custom();
  launch.settings.custom_proxy.bypass = "a,b,c";
  EXPECT_EQ(sentence(), "Apps started now use proxy.example.com:8080 (custom proxy). 3 hosts bypass it.");
  launch.settings.system_proxy.enabled = true;
  launch.settings.custom_proxy.bypass = "a";
  EXPECT_EQ(
      sentence(),
      "Apps started now use proxy.example.com:8080 (custom proxy; the system proxy is not used). 1 host bypasses it.");
  launch.settings.custom_proxy.authentication = true;
  launch.settings.custom_proxy.username = "alice";
  EXPECT_THAT(sentence(), HasSubstr("but no password is stored"));
  launch.credentials = {{{{ProxyProtocol::kHttp, "proxy.example.com", 8080}, "alice"}, nullptr}};
  EXPECT_THAT(sentence(), HasSubstr("signed in as alice"));
}

}  // namespace
}  // namespace sallyport
