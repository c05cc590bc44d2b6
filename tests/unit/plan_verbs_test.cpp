#include <gmock/gmock.h>

#include <filesystem>

#include "support/fake_command_line.hpp"
#include "support/temporary_directory.hpp"

namespace sallyport {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

/// `env`, `route` and `script` with a custom proxy that wants a login, and delivery environment.
class PlanVerbs : public ::testing::Test {
 protected:
  PlanVerbs() {
    EXPECT_EQ(sallyport({"settings", "set", "custom_proxy.enabled=true", "custom_proxy.host=proxy.example.com",
                         "custom_proxy.authentication=true", "custom_proxy.username=alice",
                         "custom_proxy.bypass=intranet.example", "delivery=environment"}),
              0);
    EXPECT_EQ(sallyport({"client", "add", "--name", "App", "--env", "OWN=1", "--", "curl", "a b"}), 0);
    EXPECT_TRUE(sallyport.credentials.store({{ProxyProtocol::kHttp, "proxy.example.com", 8080}, "alice"},
                                            Secret("c@nary"), CredentialCall{}));
    questions_ = sallyport.credentials.calls().size();
  }

  bool keychain_was_asked() { return sallyport.credentials.calls().size() != questions_; }

  FakeCommandLine sallyport;

 private:
  std::size_t questions_;
};

nlohmann::json change(const nlohmann::json& document, const std::string& name) {
  for (const auto& each : document["changes"]) {
    if (each["name"] == name) return each;
  }
  return nullptr;
}

TEST_F(PlanVerbs, EnvMasksThePasswordAndAsksNoKeychain) {
  EXPECT_EQ(sallyport({"env", "--format", "json"}), 0);
  const nlohmann::json document = sallyport.json();
  EXPECT_EQ(document["version"], 1);
  EXPECT_EQ(document["in_force"], "custom");
  EXPECT_EQ(document["delivery"], "environment");
  EXPECT_EQ(document["proxy"], "http://proxy.example.com:8080");
  EXPECT_EQ(document["proxies"]["http"], "http://proxy.example.com:8080");
  EXPECT_THAT(change(document, "https_proxy")["value"].get<std::string>(), HasSubstr("alice:***@proxy.example.com"));
  EXPECT_FALSE(keychain_was_asked());
}

TEST_F(PlanVerbs, EnvRevealsOnRequest) {
  EXPECT_EQ(sallyport({"env", "--format", "json", "--reveal"}), 0);
  EXPECT_EQ(change(sallyport.json(), "https_proxy")["value"], "http://alice:c%40nary@proxy.example.com:8080");
  EXPECT_EQ(sallyport({"env", "--format", "sh", "--reveal"}), 0);
  EXPECT_THAT(sallyport.out(), HasSubstr("export https_proxy="));
}

TEST_F(PlanVerbs, EnvWritesNoPasswordForAShellUnasked) {
  for (const char* format : {"sh", "bat", "dotenv"}) {
    EXPECT_EQ(sallyport({"env", "--format", format}), 2) << format;
    EXPECT_THAT(sallyport.out(), IsEmpty());
    EXPECT_EQ(sallyport({"env", "--format", format, "--direct"}), 0) << format;
  }
}

TEST_F(PlanVerbs, EnvSaysWhenThePasswordIsNotStored) {
  ASSERT_EQ(sallyport({"credential", "clear", "custom"}), 0);
  EXPECT_EQ(sallyport({"env", "--reveal"}), 4);
  sallyport.credentials.fail_all(ErrorCode::kKeychainLocked);
  EXPECT_EQ(sallyport({"env", "--reveal"}), 4);
  EXPECT_EQ(sallyport({"env"}), 0);
}

TEST_F(PlanVerbs, EnvOfAClientAddsItsVariables) {
  EXPECT_EQ(sallyport({"env", "app", "--json"}), 0);
  EXPECT_EQ(change(sallyport.json(), "OWN")["value"], "1");
  EXPECT_EQ(sallyport({"env", "--format", "json"}), 0);
  EXPECT_TRUE(change(sallyport.json(), "OWN").is_null());
}

TEST_F(PlanVerbs, EnvDirectRemovesWhatIsInherited) {
  sallyport.process.variables.set("Http_Proxy", "http://other:1");
  sallyport.process.variables.set("LANG", "C");
  EXPECT_EQ(sallyport({"env", "--direct", "--format", "json"}), 0);
  EXPECT_EQ(change(sallyport.json(), "Http_Proxy")["op"], "unset");
  EXPECT_TRUE(change(sallyport.json(), "Http_Proxy")["value"].is_null());
  EXPECT_TRUE(change(sallyport.json(), "LANG").is_null());
  EXPECT_TRUE(sallyport.json()["proxy"].is_null());
}

TEST_F(PlanVerbs, EnvShowsATable) {
  EXPECT_EQ(sallyport({"env"}), 0);
  EXPECT_THAT(sallyport.out(), AllOf(HasSubstr("https_proxy"), HasSubstr(":***@"), Not(HasSubstr("c%40nary"))));
}

class PlanVerbsWithRelay : public PlanVerbs {
 protected:
  PlanVerbsWithRelay() { EXPECT_EQ(sallyport({"settings", "set", "delivery=auto"}), 0); }
};

TEST_F(PlanVerbsWithRelay, EnvShowsTheRelayAndWhy) {
  EXPECT_EQ(sallyport({"env", "--json", "--reveal"}), 0);
  const nlohmann::json document = sallyport.json();
  EXPECT_EQ(document["delivery"], "relay");
  EXPECT_THAT(document["delivery_reason"].get<std::string>(), HasSubstr("wants a login"));
  EXPECT_EQ(document["proxy"], "http://proxy.example.com:8080");
  EXPECT_EQ(change(document, "HTTPS_PROXY")["value"], "http://127.0.0.1:PORT");
  EXPECT_FALSE(keychain_was_asked());
  EXPECT_EQ(sallyport({"env"}), 0);
  EXPECT_THAT(sallyport.out(), HasSubstr("delivery: Through Sallyport: the proxy wants a login"));
}

TEST_F(PlanVerbsWithRelay, EnvForAShellIsWhatWorksWithoutTheRelay) {
  for (const char* format : {"sh", "bat", "dotenv"}) {
    EXPECT_EQ(sallyport({"env", "--format", format}), 2) << format;
    EXPECT_EQ(sallyport({"env", "--format", format, "--reveal"}), 0) << format;
    EXPECT_THAT(sallyport.out(), AllOf(HasSubstr("40nary@proxy.example.com"), Not(HasSubstr("127.0.0.1:PORT"))))
        << format;
  }
}

TEST_F(PlanVerbsWithRelay, ScriptIsWhatWorksWithoutTheRelay) {
  EXPECT_EQ(sallyport({"script", "app", "--populated"}), 0);
  EXPECT_THAT(sallyport.out(), HasSubstr("http://alice:c%40nary@proxy.example.com:8080"));
}

TEST_F(PlanVerbs, RouteNamesTheProxyAndTheRule) {
  EXPECT_EQ(sallyport({"route", "https://example.com/", "--json"}), 0);
  EXPECT_EQ(sallyport.json()["route"], "proxy");
  EXPECT_EQ(sallyport.json()["proxy"], "http://proxy.example.com:8080");
  EXPECT_EQ(sallyport.json()["rule"], "custom");
  EXPECT_EQ(sallyport.json()["source"], "custom");
  EXPECT_EQ(sallyport({"route", "https://www.intranet.example/", "--json"}), 0);
  EXPECT_EQ(sallyport.json()["route"], "direct");
  EXPECT_TRUE(sallyport.json()["proxy"].is_null());
  EXPECT_EQ(sallyport.json()["rule"], "bypass:intranet.example");
  EXPECT_FALSE(keychain_was_asked());
}

TEST_F(PlanVerbs, RouteAsksAboutAnotherList) {
  EXPECT_EQ(sallyport({"route", "https://www.intranet.example/", "--bypass", "*.com", "--json"}), 0);
  EXPECT_EQ(sallyport.json()["route"], "proxy");
  EXPECT_EQ(sallyport({"route", "https://a.com/", "--bypass", "*.com", "--json"}), 0);
  EXPECT_EQ(sallyport.json()["rule"], "bypass:*.com");
  EXPECT_EQ(sallyport.json()["source"], "argument");
  EXPECT_EQ(sallyport({"route", "https://a.com/", "--bypass", "10.0.0.0/99"}), 3);
  EXPECT_EQ(sallyport({"route", "http://"}), 3);
}

TEST_F(PlanVerbs, RouteSaysWhatAProgramDoesWithWhatItIsGiven) {
  EXPECT_EQ(sallyport({"route", "https://badintranet.example/", "--as", "requests", "--json"}), 0);
  EXPECT_EQ(sallyport.json()["route"], "direct");
  EXPECT_EQ(sallyport.json()["rule"], "bypass:intranet.example");
  EXPECT_EQ(sallyport({"route", "https://badintranet.example/", "--as", "curl", "--json"}), 0);
  EXPECT_EQ(sallyport.json()["proxy"], "http://proxy.example.com:8080");
  EXPECT_EQ(sallyport.json()["rule"], "custom");
  EXPECT_EQ(sallyport({"route", "http://169.254.1.1/", "--as", "chromium-flag", "--json"}), 0);
  EXPECT_EQ(sallyport.json()["rule"], "loopback");
  EXPECT_EQ(sallyport.json()["source"], "built-in");
  EXPECT_EQ(sallyport({"route", "http://a.intranet.example/", "--as", "java", "--json"}), 0);
  EXPECT_EQ(sallyport.json()["rule"], "bypass:*.intranet.example");
  EXPECT_EQ(sallyport({"route", "http://badintranet.example/", "--as", "java", "--json"}), 0);
  EXPECT_EQ(sallyport.json()["proxy"], "http://proxy.example.com:8080");
  EXPECT_FALSE(keychain_was_asked());
  ASSERT_EQ(sallyport({"settings", "set", "custom_proxy.https=false"}), 0);
  EXPECT_EQ(sallyport({"route", "https://a.example/", "--as", "curl", "--json"}), 0);
  EXPECT_EQ(sallyport.json()["route"], "direct");
  EXPECT_THAT(sallyport.json()["reason"].get<std::string>(), HasSubstr("no proxy for HTTPS"));
  EXPECT_EQ(sallyport({"route", "https://a.example/", "--as", "node", "--json"}), 0);
  EXPECT_EQ(sallyport.json()["proxy"], "http://proxy.example.com:8080");
}

TEST_F(PlanVerbs, RouteAsksAProgramAboutARawList) {
  EXPECT_EQ(sallyport({"route", "http://a.example/", "--as", "wget", "--no-proxy", "*", "--json"}), 0);
  EXPECT_EQ(sallyport.json()["proxy"], "http://proxy.example.com:8080");
  EXPECT_EQ(sallyport({"route", "http://a.example/", "--as", "go", "--no-proxy", "*,b", "--json"}), 0);
  EXPECT_EQ(sallyport.json()["rule"], "bypass:*");
  ASSERT_EQ(sallyport({"settings", "set", "custom_proxy.enabled=false", "system_proxy.enabled=false"}), 0);
  EXPECT_EQ(sallyport({"route", "http://a.example/", "--as", "go", "--no-proxy", "b", "--json"}), 0);
  EXPECT_EQ(sallyport.json()["route"], "proxy");
  EXPECT_TRUE(sallyport.json()["proxy"].is_null());
  EXPECT_EQ(sallyport({"route", "http://a.example/", "--as", "go", "--json"}), 0);
  EXPECT_EQ(sallyport.json()["rule"], "none");
  EXPECT_EQ(sallyport({"route", "ftp://a.example/", "--as", "go"}), 3);
}

TEST_F(PlanVerbs, RouteRendersAnotherListForTheProgram) {
  EXPECT_EQ(sallyport({"route", "https://a.com/", "--as", "curl", "--bypass", "*.com", "--json"}), 0);
  EXPECT_EQ(sallyport.json()["rule"], "bypass:.com");
  EXPECT_EQ(sallyport({"route", "https://a.com/", "--as", "curl", "--bypass", "10.0.0.0/99"}), 3);
}

TEST_F(PlanVerbsWithRelay, RouteOfAProgramEndsWhereTheRelayTakesIt) {
  EXPECT_EQ(sallyport({"route", "https://a.intranet.example/", "--as", "wget", "--json"}), 0);
  EXPECT_EQ(sallyport.json()["rule"], "bypass:intranet.example");
  EXPECT_THAT(sallyport.json()["reason"].get<std::string>(), HasSubstr("relay"));
  EXPECT_EQ(sallyport({"route", "https://badintranet.example/", "--as", "requests", "--json"}), 0);
  EXPECT_EQ(sallyport.json()["proxy"], "http://proxy.example.com:8080");
  EXPECT_EQ(sallyport({"route", "http://127.0.0.1/", "--as", "curl", "--json"}), 0);
  EXPECT_EQ(sallyport.json()["rule"], "bypass:127.0.0.1");
}

TEST_F(PlanVerbs, RouteAsksTheSystemsPac) {
  ASSERT_EQ(sallyport({"settings", "set", "custom_proxy.enabled=false"}), 0);
  sallyport.system_proxy.current.mode = SystemProxyConfiguration::Mode::kAutomatic;
  sallyport.system_proxy.pac_answers = {Endpoint{ProxyProtocol::kHttp, "pac.example", 3128}};
  EXPECT_EQ(sallyport({"route", "https://example.com/", "--json"}), 0);
  EXPECT_EQ(sallyport.json()["proxy"], "http://pac.example:3128");
  EXPECT_EQ(sallyport.json()["rule"], "pac");
  sallyport.system_proxy.pac_answers = {std::nullopt};
  EXPECT_EQ(sallyport({"route", "https://example.com/"}), 0);
  EXPECT_THAT(sallyport.out(), ::testing::StartsWith("direct\n"));
}

TEST_F(PlanVerbs, ScriptWantsToKnowWhichKind) {
  EXPECT_EQ(sallyport({"script", "app"}), 2);
  EXPECT_EQ(sallyport({"script", "app", "--sanitized", "--populated"}), 2);
}

TEST_F(PlanVerbs, ScriptWithoutAProxyRemovesTheWholeFamilyWhereverItRuns) {
  EXPECT_EQ(sallyport({"script", "app", "--sanitized"}), 0);
  EXPECT_THAT(sallyport.out(),
              AllOf(HasSubstr("unset http_proxy\n"), HasSubstr("unset HTTPS_PROXY\n"), HasSubstr("unset all_proxy\n"),
                    HasSubstr("unset npm_config_proxy\n"), HasSubstr("exec /bin/curl 'a b'")));
  EXPECT_FALSE(keychain_was_asked());
  EXPECT_THAT(sallyport.err(), Not(HasSubstr("password")));
}

TEST_F(PlanVerbs, ScriptWithTheProxyWarnsOfThePassword) {
  EXPECT_EQ(sallyport({"script", "app", "--populated"}), 0);
  EXPECT_THAT(sallyport.out(), AllOf(HasSubstr("http://alice:c%40nary@proxy.example.com:8080"),
                                     HasSubstr("unset ALL_PROXY\n"), Not(HasSubstr("unset https_proxy"))));
  EXPECT_THAT(sallyport.err(), HasSubstr("password"));
}

TEST_F(PlanVerbs, ScriptGoesToANewFile) {
  const TemporaryDirectory directory;
  const std::string file = directory / "app.sh";
  EXPECT_EQ(sallyport({"script", "app", "--sanitized", "-o", file}), 0);
  EXPECT_THAT(sallyport.out(), IsEmpty());
  EXPECT_THAT(directory.read("app.sh"), ::testing::StartsWith("#!/bin/sh\n"));
}

TEST_F(PlanVerbs, ScriptOverwritesNothingAndFollowsNoLink) {
  const TemporaryDirectory directory;
  directory.write("mine", "keep");
  EXPECT_EQ(sallyport({"script", "app", "--sanitized", "-o", directory / "mine"}), 1);
  EXPECT_EQ(directory.read("mine"), "keep");
  std::error_code error;
  std::filesystem::create_symlink(directory / "nowhere", directory / "link", error);
  if (error) GTEST_SKIP() << "no links can be made here: " << error.message();
  EXPECT_EQ(sallyport({"script", "app", "--sanitized", "-o", directory / "link"}), 1);
  EXPECT_FALSE(std::filesystem::exists(directory / "nowhere"));
}

}  // namespace
}  // namespace sallyport
