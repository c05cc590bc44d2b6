#include "sallyport/core/route.hpp"

#include <gtest/gtest.h>

namespace sallyport {
namespace {

using Mode = SystemProxyConfiguration::Mode;

struct World {
  ProxySettings settings;
  SystemProxyConfiguration system;
  Environment inherited;
  std::optional<BypassList> bypass;
  std::optional<Endpoint> pac_answer;

  World() { settings.system_proxy.enabled = false; }
  World& custom() {
    settings.custom_proxy.enabled = true;
    settings.custom_proxy.host = "proxy.example.com";
    return *this;
  }
  [[nodiscard]] std::string route(std::string_view url) const {
    const Route route =
        RouteRules(settings, system, inherited, bypass).decide(parse_request_target(url).value(), pac_answer);
    return (route.proxy ? route.proxy->host_and_port() : "direct") + " " + route.rule;
  }
};

TEST(Route, WithoutAProxyIsDirect) {
  World world;
  world.bypass = BypassList::parse("example.com", nullptr);
  EXPECT_EQ(world.route("http://example.com/"), "direct none");
}

TEST(Route, TakesTheCustomProxyUnlessAnEntryMatches) {
  World world;
  world.custom().settings.custom_proxy.bypass = "*.corp.example, 10.0.0.0/8";
  EXPECT_EQ(world.route("https://example.com/"), "proxy.example.com:8080 custom");
  EXPECT_EQ(world.route("https://a.corp.example/"), "direct bypass:*.corp.example");
  EXPECT_EQ(world.route("https://corp.example/"), "proxy.example.com:8080 custom");
  EXPECT_EQ(world.route("http://10.2.3.4:81/"), "direct bypass:10.0.0.0/8");
}

TEST(Route, LoopbackNeverUsesTheProxy) {
  World world;
  world.custom();
  for (const auto* url : {"http://localhost/", "http://a.localhost/", "http://127.1.2.3/", "http://[::1]/"}) {
    EXPECT_EQ(world.route(url), "direct loopback") << url;
  }
  EXPECT_EQ(world.route("http://notlocalhost/"), "proxy.example.com:8080 custom");
}

TEST(Route, SaysWhereTheRuleComesFrom) {
  World world;
  const auto source = [&](std::string_view url) {
    const Route route = RouteRules(world.settings, world.system, world.inherited, world.bypass)
                            .decide(parse_request_target(url).value(), world.pac_answer);
    return std::string(route.source) + ": " + route.reason;
  };
  EXPECT_EQ(source("http://example.com/"), "none: The custom and the system proxy are off.");
  world.custom().settings.custom_proxy.bypass = "a.example";
  EXPECT_EQ(source("http://example.com/"), "custom: The custom proxy is on.");
  EXPECT_EQ(source("http://a.example/"),
            "custom: a.example matches the bypass entry \"a.example\" of the custom proxy.");
  EXPECT_EQ(source("http://localhost/"), "built-in: Loopback never uses the proxy.");
  world.bypass = BypassList::parse("b.example", nullptr);
  EXPECT_EQ(source("http://b.example/"),
            "argument: b.example matches the bypass entry \"b.example\" of the list that was asked about.");
  world = World();
  world.settings.system_proxy.enabled = true;
  world.system.mode = Mode::kManual;
  world.system.source = "GNOME";
  world.system.http = SystemProxyServer{{ProxyProtocol::kHttp, "system", 3128}, std::nullopt};
  world.system.bypass = "a.example";
  EXPECT_EQ(source("http://a.example/"),
            "system: a.example matches the bypass entry \"a.example\" of the system proxy (GNOME).");
  world.system.mode = Mode::kAutomatic;
  EXPECT_TRUE(source("http://a.example/").starts_with("pac: The system proxy (GNOME) is automatic;"));
  world.settings.system_proxy.respect_environment = true;
  world.inherited = Environment({{"http_proxy", "http://env:1"}, {"no_proxy", "a.example"}});
  EXPECT_EQ(source("http://example.com/"), "environment: http_proxy in the environment names it.");
  EXPECT_EQ(source("http://a.example/"),
            "environment: a.example matches the bypass entry \"a.example\" of no_proxy in the environment.");
}

TEST(Route, AskedListReplacesTheSavedOne) {
  World world;
  world.custom().settings.custom_proxy.bypass = "saved.example";
  world.bypass = BypassList::parse("asked.example", nullptr);
  EXPECT_EQ(world.route("http://asked.example/"), "direct bypass:asked.example");
  EXPECT_EQ(world.route("http://saved.example/"), "proxy.example.com:8080 custom");
}

TEST(Route, TypeThatIsNotSelectedIsDirect) {
  World world;
  world.custom().settings.custom_proxy.http = false;
  EXPECT_EQ(world.route("http://example.com/"), "direct custom");
  EXPECT_EQ(world.route("ws://example.com/"), "direct custom");
  EXPECT_EQ(world.route("wss://example.com/"), "proxy.example.com:8080 custom");
}

TEST(Route, FollowsTheSystemProxy) {
  World world;
  world.settings.system_proxy.enabled = true;
  world.system.mode = Mode::kNone;
  EXPECT_EQ(world.route("http://example.com/"), "direct system");
  world.system.mode = Mode::kManual;
  world.system.http = SystemProxyServer{{ProxyProtocol::kHttp, "system", 3128}, std::nullopt};
  world.system.bypass = "example.org";
  EXPECT_EQ(world.route("http://example.com/"), "system:3128 system");
  EXPECT_EQ(world.route("https://example.com/"), "direct system");
  EXPECT_EQ(world.route("http://a.example.org/"), "direct bypass:example.org");
  world.system.mode = Mode::kAutomatic;
  world.pac_answer = Endpoint{ProxyProtocol::kHttp, "pac", 1};
  EXPECT_EQ(world.route("http://example.com/"), "pac:1 pac");
  world.pac_answer = std::nullopt;
  EXPECT_EQ(world.route("http://example.com/"), "direct pac");
}

TEST(Route, FollowsARespectedEnvironment) {
  World world;
  world.settings.system_proxy.enabled = true;
  world.settings.system_proxy.respect_environment = true;
  world.inherited = Environment({{"http_proxy", "http://env:1"}, {"no_proxy", "example.org"}});
  EXPECT_EQ(world.route("http://example.com/"), "env:1 environment");
  EXPECT_EQ(world.route("https://example.com/"), "direct environment");
  EXPECT_EQ(world.route("http://example.org/"), "direct bypass:example.org");
}

}  // namespace
}  // namespace sallyport
