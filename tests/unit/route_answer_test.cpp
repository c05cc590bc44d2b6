#include "presenters/route_answer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "support/fake_system_proxy.hpp"

namespace sallyport {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using Kind = RouteAnswer::Kind;

class RouteAnswerTest : public ::testing::Test {
 protected:
  void use_custom(const std::string& bypass = "") {
    settings.custom_proxy.enabled = true;
    settings.custom_proxy.host = "proxy.example.com";
    settings.custom_proxy.bypass = bypass;
  }
  RouteAnswer answer(const std::string& url, std::optional<NoProxyReader> program = {}) {
    RouteQuestion question;
    question.url = url;
    question.program = program;
    return make_route_answer(explain_route(question, settings, system, environment, {}));
  }

  ProxySettings settings;
  FakeSystemProxy system;
  Environment environment;
};

TEST_F(RouteAnswerTest, NamesTheProxyAndWhoseItIs) {
  use_custom();
  const RouteAnswer found = answer("https://example.com/");
  EXPECT_EQ(found.kind, Kind::kProxy);
  EXPECT_EQ(found.way, "Through the proxy proxy.example.com:8080");
  EXPECT_EQ(found.reason, "The custom proxy is on.");
  EXPECT_THAT(found.source, HasSubstr("custom proxy"));
  EXPECT_EQ(system.questions, 0) << "its proxy is not in force";
  settings.custom_proxy.protocol = ProxyProtocol::kSocks5;
  EXPECT_EQ(answer("https://example.com/").way, "Through the proxy socks5h://proxy.example.com:8080");
}

TEST_F(RouteAnswerTest, NamesTheEntryThatBypassesAndItsList) {
  use_custom("*.corp.example");
  const RouteAnswer found = answer("wiki.corp.example");
  EXPECT_EQ(found.kind, Kind::kDirect);
  EXPECT_EQ(found.way, "Directly, without a proxy");
  EXPECT_THAT(found.reason, HasSubstr("\"*.corp.example\""));
  EXPECT_THAT(found.source, HasSubstr("bypass list of the custom proxy"));
  EXPECT_EQ(answer("https://other.example/").kind, Kind::kProxy);
}

TEST_F(RouteAnswerTest, TellsTheSystemsRulesApart) {
  EXPECT_THAT(answer("https://example.com/").source, HasSubstr("system's proxy settings (GNOME)"));
  const Endpoint proxy{ProxyProtocol::kHttp, "pac.example", 3128};
  system.current.mode = SystemProxyConfiguration::Mode::kManual;
  system.current.https = SystemProxyServer{proxy, std::nullopt};
  system.current.bypass = "direct.example";
  EXPECT_EQ(answer("https://example.com/").way, "Through the proxy pac.example:3128");
  EXPECT_THAT(answer("https://direct.example/").source, HasSubstr("exceptions in the system's proxy settings (GNOME)"));

  system.current.mode = SystemProxyConfiguration::Mode::kAutomatic;
  system.current.pac_url = "http://wpad.example/proxy.pac";
  system.pac_answers = {proxy};
  EXPECT_EQ(answer("https://example.com/").kind, Kind::kProxy);
  EXPECT_THAT(answer("https://example.com/").source, HasSubstr("(PAC), http://wpad.example/proxy.pac"));
  system.pac_answers = {std::nullopt};
  EXPECT_EQ(answer("https://example.com/").kind, Kind::kDirect);
}

TEST_F(RouteAnswerTest, NamesTheEnvironmentAndTheSwitches) {
  settings.system_proxy.respect_environment = true;
  environment.set("https_proxy", "http://env.example:1");
  environment.set("no_proxy", "direct.example");
  EXPECT_THAT(answer("https://example.com/").source, HasSubstr("proxy variables in the environment"));
  EXPECT_THAT(answer("https://direct.example/").source, HasSubstr("NO_PROXY"));
  settings.system_proxy.enabled = false;
  EXPECT_THAT(answer("https://example.com/").source, HasSubstr("switches on the page Proxy"));
  use_custom();
  EXPECT_THAT(answer("http://localhost/").source, HasSubstr("built in"));
}

TEST_F(RouteAnswerTest, AnswersForOneProgramInItsDialect) {
  settings.delivery = Delivery::kEnvironment;
  use_custom("intranet.example");
  EXPECT_EQ(answer("https://badintranet.example/").kind, Kind::kProxy);
  const RouteAnswer requests = answer("https://badintranet.example/", NoProxyReader::kRequests);
  EXPECT_EQ(requests.kind, Kind::kDirect) << "it takes an entry for a suffix";
  EXPECT_THAT(requests.reason, HasSubstr("requests (Python)"));
  EXPECT_EQ(answer("https://badintranet.example/", NoProxyReader::kCurl).kind, Kind::kProxy);

  settings.delivery = Delivery::kRelay;
  const RouteAnswer relayed = answer("https://other.example/", NoProxyReader::kCurl);
  EXPECT_EQ(relayed.way, "Through the proxy proxy.example.com:8080");
  EXPECT_THAT(relayed.reason, HasSubstr("asks Sallyport's relay"));
}

TEST_F(RouteAnswerTest, SaysWhatIsWrongWithAUrl) {
  for (const char* url : {"", "http://", "https://exa mple.com/", "http://[::1"}) {
    const RouteAnswer found = answer(url);
    EXPECT_EQ(found.kind, Kind::kBadUrl) << url;
    EXPECT_FALSE(found.way.empty());
    EXPECT_THAT(found.source, IsEmpty());
  }
}

TEST_F(RouteAnswerTest, SaysWhyThereIsNoAnswer) {
  system.error = Error{ErrorCode::kFailed, "The proxy script cannot be loaded."};
  const RouteAnswer found = answer("https://example.com/");
  EXPECT_EQ(found.kind, Kind::kUnknown);
  EXPECT_EQ(found.way, "The proxy script cannot be loaded.");
}

TEST(NameOfAsker, IsDifferentForEach) {
  std::set<std::string> names = {name_of_asker(std::nullopt)};
  for (const NoProxyReader reader : no_proxy_readers()) names.insert(name_of_asker(reader));
  EXPECT_THAT(names, SizeIs(no_proxy_readers().size() + 1));
}

}  // namespace
}  // namespace sallyport
