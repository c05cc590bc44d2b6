#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "sallyport/core/launch_plan.hpp"

namespace sallyport {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using Mode = SystemProxyConfiguration::Mode;

/// What decides how a launch gets its proxy.
struct Situation {
  ProxySettings settings;
  PlanClient client;
  SystemProxyConfiguration system;
  Environment inherited;
  bool direct = false;

  [[nodiscard]] LaunchPlan plan() const { return plan_launch(settings, client, system, inherited, {}, direct); }
  [[nodiscard]] Environment environment() const { return plan().apply(inherited); }
};

Environment environment_of(const std::string& name, const std::string& text) {
  Environment environment;
  environment.set(name, text);
  return environment;
}

Situation custom(ClientKind kind = ClientKind::kPlain) {
  Situation situation;
  situation.settings.custom_proxy.enabled = true;
  situation.settings.custom_proxy.host = "proxy.example.com";
  situation.client.kind = kind;
  return situation;
}

Situation custom_with_login(ClientKind kind = ClientKind::kPlain) {
  Situation situation = custom(kind);
  situation.settings.custom_proxy.authentication = true;
  situation.settings.custom_proxy.username = "alice";
  return situation;
}

std::string value(const Environment& environment, std::string_view name) {
  const std::string* found = environment.find(name);
  return found == nullptr ? "(absent)" : *found;
}

struct Choice {
  std::string name;
  std::function<void(Situation&)> arrange;
  Delivery automatically;
  Delivery with_relay;  ///< when the settings say `relay`
};

class ChosenDelivery : public ::testing::TestWithParam<Choice> {
 protected:
  static DeliveryChoice choose(Delivery setting) {
    Situation situation;
    situation.settings.delivery = setting;
    GetParam().arrange(situation);
    return choose_delivery(situation.settings, situation.system, situation.inherited, situation.direct);
  }
};

TEST_P(ChosenDelivery, FitsTheProxyInForce) {
  EXPECT_EQ(choose(Delivery::kAuto).delivery, GetParam().automatically);
  EXPECT_EQ(choose(Delivery::kRelay).delivery, GetParam().with_relay);
  EXPECT_EQ(choose(Delivery::kEnvironment).delivery, Delivery::kEnvironment);
  for (const Delivery setting : {Delivery::kAuto, Delivery::kRelay, Delivery::kEnvironment}) {
    const DeliveryChoice chosen = choose(setting);
    const bool relay = chosen.delivery == Delivery::kRelay;
    EXPECT_THAT(chosen.reason, ::testing::StartsWith(relay ? "Through Sallyport" : "In their environment"));
  }
}

void custom_server(Situation& situation) { situation.settings.custom_proxy = custom().settings.custom_proxy; }
void system_server(Situation& situation) {
  situation.system.mode = Mode::kManual;
  situation.system.https = SystemProxyServer{{ProxyProtocol::kHttp, "system", 3128}, std::nullopt};
}
void environments_proxy(Situation& situation, const std::string& url) {
  situation.settings.system_proxy.respect_environment = true;
  situation.inherited.set("https_proxy", url);
}

constexpr Delivery kEnvironment = Delivery::kEnvironment;
constexpr Delivery kRelay = Delivery::kRelay;

INSTANTIATE_TEST_SUITE_P(
    Proxies, ChosenDelivery,
    ::testing::Values(
        Choice{"BothOff", [](auto& s) { s.settings.system_proxy.enabled = false; }, kEnvironment, kEnvironment},
        Choice{"Direct",
               [](auto& s) {
                 s.settings = custom_with_login().settings;
                 s.direct = true;
               },
               kEnvironment, kEnvironment},
        Choice{"CustomWithoutLogin", custom_server, kEnvironment, kRelay},
        Choice{"CustomWithLogin",
               [](auto& s) {
                 custom_server(s);
                 s.settings.custom_proxy.authentication = true;
               },
               kRelay, kRelay},
        Choice{"CustomSocks5",
               [](auto& s) {
                 custom_server(s);
                 s.settings.custom_proxy.protocol = ProxyProtocol::kSocks5;
               },
               kRelay, kRelay},
        Choice{"CustomTls",
               [](auto& s) {
                 custom_server(s);
                 s.settings.custom_proxy.protocol = ProxyProtocol::kHttps;
               },
               kRelay, kRelay},
        Choice{"SystemOff", [](auto& s) { s.system.mode = Mode::kNone; }, kEnvironment, kEnvironment},
        Choice{"SystemUnknown", [](auto&) {}, kEnvironment, kEnvironment},
        Choice{"SystemWithoutServer", [](auto& s) { s.system.mode = Mode::kManual; }, kEnvironment, kEnvironment},
        Choice{"SystemManual", system_server, kEnvironment, kRelay},
        Choice{"SystemWithLogin",
               [](auto& s) {
                 system_server(s);
                 s.settings.system_proxy.authentication = true;
               },
               kRelay, kRelay},
        Choice{"SystemWithLoginInItsAnswer",
               [](auto& s) {
                 system_server(s);
                 s.system.https->credential = Credential{"bob", Secret("pw")};
               },
               kRelay, kRelay},
        Choice{"SystemSocksOnly",
               [](auto& s) {
                 s.system.mode = Mode::kManual;
                 s.system.socks = SystemProxyServer{{ProxyProtocol::kSocks5, "socks", 1080}, std::nullopt};
               },
               kRelay, kRelay},
        Choice{"SystemSocksBesideAnother",
               [](auto& s) {
                 system_server(s);
                 s.system.socks = SystemProxyServer{{ProxyProtocol::kSocks5, "socks", 1080}, std::nullopt};
               },
               kEnvironment, kRelay},
        Choice{"SystemPac", [](auto& s) { s.system.mode = Mode::kAutomatic; }, kRelay, kRelay},
        Choice{"Environment", [](auto& s) { environments_proxy(s, "http://env:1"); }, kEnvironment, kRelay},
        Choice{"EnvironmentWithLogin", [](auto& s) { environments_proxy(s, "http://eve:pw@env:1"); }, kRelay, kRelay},
        Choice{"EnvironmentWithOurLogin",
               [](auto& s) {
                 environments_proxy(s, "http://env:1");
                 s.settings.system_proxy.authentication = true;
               },
               kRelay, kRelay},
        Choice{"EnvironmentSocks5", [](auto& s) { environments_proxy(s, "socks5h://env:1"); }, kRelay, kRelay},
        Choice{"EnvironmentThatCannotBeRead", [](auto& s) { environments_proxy(s, "ftp://env"); }, kEnvironment,
               kEnvironment}),
    [](const auto& each) { return each.param.name; });

TEST(RelayPlan, NamesTheRelayAndNothingElse) {
  Situation situation = custom_with_login();
  situation.settings.custom_proxy.bypass = "example.com";
  situation.settings.custom_proxy.http = false;
  situation.inherited = Environment({{"all_proxy", "http://old:1"}, {"Http_Proxy", "http://old:1"}, {"LANG", "C"}});
  const LaunchPlan plan = situation.plan();
  EXPECT_EQ(plan.delivery, Delivery::kRelay);
  EXPECT_EQ(plan.https_proxy->host, "proxy.example.com") << "the proxy in force is still told";
  const Environment environment = plan.apply(situation.inherited);
  for (const auto* name : {"http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY"}) {
    EXPECT_EQ(value(environment, name), "http://127.0.0.1:PORT") << name;
  }
  for (const auto* name : {"no_proxy", "NO_PROXY"}) {
    EXPECT_EQ(value(environment, name), "localhost,.localhost,127.0.0.1,127.0.0.0/8,::1");
  }
  EXPECT_EQ(value(environment, "all_proxy"), "(absent)");
  EXPECT_EQ(value(environment, "Http_Proxy"), "(absent)");
  EXPECT_EQ(value(environment, "LANG"), "C");
}

TEST(RelayPlan, HoldsNoCredentialFromAnywhere) {
  const Secret password("s3cret");
  Situation situation = custom_with_login();
  const CredentialKey key{{ProxyProtocol::kHttp, "proxy.example.com", 8080}, "alice"};
  const std::vector<KnownCredential> known = {{key, &password}};
  situation.inherited = environment_of("http_proxy", "http://eve:s3cret@env:1");
  const auto has_secret = [&](const Situation& of) {
    const LaunchPlan plan = plan_launch(of.settings, of.client, of.system, of.inherited, known, false);
    EXPECT_FALSE(plan.holds_password());
    const Environment environment = plan.apply(of.inherited);
    for (const auto& [name, text] : environment.variables()) {
      if (text.find("s3cret") != std::string::npos) return true;
    }
    return false;
  };
  EXPECT_FALSE(has_secret(situation));
  situation.settings.custom_proxy.enabled = false;
  situation.settings.system_proxy.respect_environment = true;
  EXPECT_EQ(situation.plan().in_force, InForce::kEnvironment);
  EXPECT_FALSE(has_secret(situation));
  situation.settings.delivery = Delivery::kEnvironment;
  EXPECT_EQ(value(situation.environment(), "HTTP_PROXY"), "http://eve:s3cret@env:1")
      << "the search finds what is there";
}

TEST(RelayPlan, CarriesPac) {
  Situation situation;
  situation.system.mode = Mode::kAutomatic;
  situation.system.source = "GNOME";
  situation.client.kind = ClientKind::kChromium;
  const LaunchPlan plan = situation.plan();
  EXPECT_EQ(value(situation.environment(), "https_proxy"), "http://127.0.0.1:PORT");
  EXPECT_THAT(plan.arguments, Contains("--proxy-server=http://127.0.0.1:PORT"));
  EXPECT_THAT(plan.warnings, IsEmpty());
  EXPECT_EQ(describe(plan, situation.settings, situation.system),
            "Apps started now use the proxy that the system names for each address (GNOME, PAC).");
}

TEST(RelayPlan, TakesItsPortWhenItIsKnown) {
  Situation situation = custom_with_login(ClientKind::kChromium);
  situation.client.variables = {{"OWN", "http://127.0.0.1:PORT"}};
  LaunchPlan plan = situation.plan();
  plan.set_relay_port(41000);
  const Environment environment = plan.apply({});
  EXPECT_EQ(value(environment, "HTTPS_PROXY"), "http://127.0.0.1:41000");
  EXPECT_EQ(value(environment, "OWN"), "http://127.0.0.1:PORT") << "what is the user's stays";
  EXPECT_THAT(plan.arguments, ElementsAre("--proxy-server=http://127.0.0.1:41000",
                                          "--proxy-bypass-list=localhost;.localhost;127.0.0.0/8;[::1]"));
}

TEST(RelayPlan, LetsTheClientsOwnVariablesWin) {
  Situation situation = custom_with_login();
  situation.client.variables = {{"https_proxy", "http://own:1"}};
  LaunchPlan plan = situation.plan();
  plan.set_relay_port(41000);
  EXPECT_EQ(value(plan.apply({}), "https_proxy"), "http://own:1");
  EXPECT_EQ(value(plan.apply({}), "http_proxy"), "http://127.0.0.1:41000");
}

TEST(RelayPlan, IsTheSameWhateverProxyComesIntoForce) {
  Situation launched = custom_with_login(ClientKind::kJava);
  const std::string fingerprint = launched.plan().fingerprint();
  launched.client.behind_relay = true;
  const auto now = [&](const std::function<void(Situation&)>& change) {
    Situation changed{launched.settings, launched.client, launched.system.clone(), launched.inherited, launched.direct};
    change(changed);
    return changed.plan().fingerprint();
  };
  EXPECT_EQ(now([](auto& s) { s.settings.custom_proxy.host = "other"; }), fingerprint);
  EXPECT_EQ(now([](auto& s) { s.settings.custom_proxy.bypass = "a,b"; }), fingerprint);
  EXPECT_EQ(now([](auto& s) { s.settings.custom_proxy.authentication = false; }), fingerprint);
  EXPECT_EQ(now([](auto& s) { s.settings.custom_proxy.enabled = false; }), fingerprint);
  EXPECT_EQ(now([](auto& s) { s.settings.custom_proxy.https = false; }), fingerprint);
  EXPECT_NE(now([](auto& s) { s.client.kind = ClientKind::kPlain; }), fingerprint);
  EXPECT_NE(now([](auto& s) { s.client.variables = {{"OWN", "1"}}; }), fingerprint);
  launched.client.behind_relay = false;
  EXPECT_NE(now([](auto& s) { s.settings.delivery = Delivery::kEnvironment; }), fingerprint);
  EXPECT_NE(now([](auto& s) { s.direct = true; }), fingerprint);
}

TEST(JavaPlan, NamesTheRelay) {
  LaunchPlan plan = custom_with_login(ClientKind::kJava).plan();
  plan.set_relay_port(41000);
  EXPECT_EQ(value(plan.apply({}), "JAVA_TOOL_OPTIONS"),
            "-Dhttp.proxyHost=127.0.0.1 -Dhttp.proxyPort=41000 -Dhttps.proxyHost=127.0.0.1 -Dhttps.proxyPort=41000 "
            "-Dhttp.nonProxyHosts=localhost|*.localhost|127.*|[::1]");
}

TEST(JavaPlan, NamesTheProxyAndItsBypassListInTheEnvironment) {
  Situation situation = custom(ClientKind::kJava);
  situation.settings.custom_proxy.http = false;
  situation.settings.custom_proxy.bypass = "example.com,*.corp.example,10.0.0.0/8,10.0.0.0/9,2001:db8::1,<local>,a:81";
  EXPECT_EQ(value(situation.environment(), "JAVA_TOOL_OPTIONS"),
            "-Dhttps.proxyHost=proxy.example.com -Dhttps.proxyPort=8080 "
            "-Dhttp.nonProxyHosts=localhost|*.localhost|127.*|[::1]|example.com|*.example.com|*.corp.example|10.*|"
            "[2001:db8::1]");
  EXPECT_THAT(situation.plan().all_warnings(), Contains(HasSubstr("Java sends <local> through the proxy")));
  EXPECT_THAT(situation.plan().all_warnings(), Contains(HasSubstr("Java sends a:81 through the proxy")));
  EXPECT_THAT(situation.plan().all_warnings(), Not(Contains(HasSubstr("example.com"))));
  situation.settings.delivery = Delivery::kRelay;
  EXPECT_THAT(situation.plan().all_warnings(), ::testing::IsEmpty()) << "the relay decides";
}

TEST(JavaPlan, KeepsTheUsersOptions) {
  Situation situation = custom(ClientKind::kJava);
  situation.inherited = environment_of("JAVA_TOOL_OPTIONS", "-Xmx1g -Dhttp.proxyPassword=s3cret");
  const LaunchPlan plan = situation.plan();
  EXPECT_THAT(value(plan.apply(situation.inherited), "JAVA_TOOL_OPTIONS"),
              ::testing::StartsWith("-Xmx1g -Dhttp.proxyPassword=s3cret -Dhttp.proxyHost=proxy.example.com "));
  for (const EnvironmentChange& change : plan.changes) EXPECT_THAT(change.value, Not(HasSubstr("s3cret")));
  situation.client.variables = {{"JAVA_TOOL_OPTIONS", "-Dhttp.proxyHost=own"}};
  EXPECT_THAT(value(situation.environment(), "JAVA_TOOL_OPTIONS"),
              ::testing::AllOf(::testing::StartsWith("-Dhttp.proxyHost=proxy.example.com "),
                               ::testing::EndsWith(" -Dhttp.proxyHost=own")))
      << "the last one counts";
}

TEST(JavaPlan, SanitizedOverridesInheritedProxies) {
  Situation situation = custom(ClientKind::kJava);
  situation.direct = true;
  EXPECT_EQ(value(situation.environment(), "JAVA_TOOL_OPTIONS"), "(absent)");
  situation.inherited = environment_of("JAVA_TOOL_OPTIONS", "-Dhttp.proxyHost=old");
  EXPECT_EQ(value(situation.environment(), "JAVA_TOOL_OPTIONS"),
            "-Dhttp.proxyHost=old -Dhttp.proxyHost= -Dhttps.proxyHost= -DsocksProxyHost=");
}

TEST(JavaPlan, NamesASocksProxyByItsOwnOptions) {
  Situation situation = custom(ClientKind::kJava);
  situation.settings.delivery = Delivery::kEnvironment;
  situation.settings.custom_proxy.protocol = ProxyProtocol::kSocks5;
  EXPECT_THAT(value(situation.environment(), "JAVA_TOOL_OPTIONS"),
              ::testing::StartsWith("-DsocksProxyHost=proxy.example.com -DsocksProxyPort=8080 -Dhttp.nonProxyHosts="));
}

TEST(NodePlan, IsToldToReadTheVariables) {
  for (const Delivery delivery : {Delivery::kEnvironment, Delivery::kRelay}) {
    Situation situation = custom(ClientKind::kNode);
    situation.settings.delivery = delivery;
    EXPECT_EQ(value(situation.environment(), "NODE_USE_ENV_PROXY"), "1");
    const LaunchPlan plan = situation.plan();
    const auto change = std::find_if(plan.changes.begin(), plan.changes.end(),
                                     [](const auto& each) { return each.name == "NODE_USE_ENV_PROXY"; });
    EXPECT_THAT(change->reason, HasSubstr("24"));
    situation.direct = true;
    EXPECT_EQ(value(situation.environment(), "NODE_USE_ENV_PROXY"), "(absent)");
  }
  EXPECT_EQ(value(custom().environment(), "NODE_USE_ENV_PROXY"), "(absent)");
}

TEST(EnvironmentPlan, WarnsOfProxiesThatFewProgramsCanUse) {
  const Secret password("pw");
  Situation situation = custom_with_login();
  situation.settings.delivery = Delivery::kEnvironment;
  situation.settings.custom_proxy.protocol = ProxyProtocol::kSocks5;
  const std::vector<KnownCredential> known = {
      {{{ProxyProtocol::kSocks5, "proxy.example.com", 8080}, "alice"}, &password}};
  const auto warnings = [&] {
    return plan_launch(situation.settings, situation.client, situation.system, {}, known, false).warnings;
  };
  EXPECT_THAT(warnings(), ElementsAre(HasSubstr("sign in at a SOCKS5 proxy")));
  situation.settings.custom_proxy.authentication = false;
  EXPECT_THAT(warnings(), IsEmpty());
  situation.settings.custom_proxy.protocol = ProxyProtocol::kHttps;
  EXPECT_THAT(warnings(), ElementsAre(HasSubstr("TLS to a proxy")));
  situation.settings.delivery = Delivery::kAuto;
  EXPECT_THAT(warnings(), IsEmpty());
}

}  // namespace
}  // namespace sallyport
