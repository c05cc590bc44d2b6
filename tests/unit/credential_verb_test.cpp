#include <gmock/gmock.h>

#include "support/fake_command_line.hpp"

namespace sallyport {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const CredentialKey kCustom{{ProxyProtocol::kHttp, "proxy.example.com", 8080}, "alice"};

class CredentialVerb : public ::testing::Test {
 protected:
  CredentialVerb() {
    EXPECT_EQ(sallyport({"settings", "set", "custom_proxy.host=proxy.example.com", "custom_proxy.username=alice"}), 0);
    sallyport.console.password = "s3cret @:/";
  }

  std::string stored(const CredentialKey& key) {
    const std::optional<Secret> password = sallyport.credentials.password(key);
    return password ? std::string(password->reveal()) : "nothing";
  }

  FakeCommandLine sallyport;
};

TEST_F(CredentialVerb, StoresWhatIsTypedForTheServerInTheSettings) {
  EXPECT_EQ(sallyport({"credential", "set", "custom"}), 0);
  EXPECT_EQ(stored(kCustom), "s3cret @:/");
  EXPECT_THAT(sallyport.console.prompts, ElementsAre(HasSubstr("alice at proxy.example.com:8080")));
  EXPECT_THAT(sallyport.err(), ::testing::Not(HasSubstr("s3cret")));
}

TEST_F(CredentialVerb, StoresForTheServerAndUserNamed) {
  EXPECT_EQ(sallyport({"credential", "set", "custom", "--username", "bob", "--proxy", "[2001:db8::1]:3128"}), 0);
  EXPECT_EQ(stored({{ProxyProtocol::kHttp, "2001:db8::1", 3128}, "bob"}), "s3cret @:/");
  EXPECT_EQ(stored(kCustom), "nothing");
}

TEST_F(CredentialVerb, BindsTheSystemPasswordToTheServerThatTheSystemNames) {
  ASSERT_EQ(sallyport({"settings", "set", "system_proxy.username=sam"}), 0);
  EXPECT_EQ(sallyport({"credential", "set", "system"}), 3);
  EXPECT_THAT(sallyport.err(), HasSubstr("--proxy"));
  sallyport.system_proxy.current.mode = SystemProxyConfiguration::Mode::kManual;
  sallyport.system_proxy.current.http = SystemProxyServer{{ProxyProtocol::kHttp, "os.example.com", 3128}, std::nullopt};
  EXPECT_EQ(sallyport({"credential", "set", "system"}), 0);
  EXPECT_EQ(stored({{ProxyProtocol::kHttp, "os.example.com", 3128}, "sam"}), "s3cret @:/");
}

TEST_F(CredentialVerb, TakesABareServerForTheOneThatTheSystemNamesThere) {
  ASSERT_EQ(sallyport({"settings", "set", "system_proxy.username=sam"}), 0);
  sallyport.system_proxy.current.mode = SystemProxyConfiguration::Mode::kManual;
  const Endpoint socks{ProxyProtocol::kSocks5, "os.example.com", 1080};
  sallyport.system_proxy.current.socks = SystemProxyServer{socks, std::nullopt};
  EXPECT_EQ(sallyport({"credential", "set", "system", "--proxy", "os.example.com:1080"}), 0);
  EXPECT_EQ(stored({socks, "sam"}), "s3cret @:/");
  EXPECT_THAT(sallyport.err(), HasSubstr("sam at socks5://os.example.com:1080"));
  EXPECT_EQ(sallyport({"credential", "set", "system", "--proxy", "https://os.example.com:1080"}), 0);
  EXPECT_EQ(stored({{ProxyProtocol::kHttps, "os.example.com", 1080}, "sam"}), "s3cret @:/");
}

TEST_F(CredentialVerb, RefusesAnEmptyPasswordAndOneOfTwoLines) {
  for (const std::string& password : {std::string(), std::string("two\nlines"), std::string("nul\0", 4)}) {
    sallyport.console.password = password;
    EXPECT_EQ(sallyport({"credential", "set", "custom"}), 3);
  }
  EXPECT_EQ(sallyport.credentials.size(), 0U);
}

TEST_F(CredentialVerb, RefusesAUserThatBasicForbids) {
  EXPECT_EQ(sallyport({"credential", "set", "custom", "--username", "a:b"}), 3);
  EXPECT_EQ(sallyport({"settings", "set", "custom_proxy.username="}), 0);
  EXPECT_EQ(sallyport({"credential", "set", "custom"}), 3);
  EXPECT_THAT(sallyport.console.prompts, IsEmpty());
}

TEST_F(CredentialVerb, SaysWhenTheKeychainDoesNotTakeIt) {
  for (const ErrorCode code : {ErrorCode::kKeychainAbsent, ErrorCode::kKeychainLocked, ErrorCode::kKeychainFailed}) {
    sallyport.credentials.fail_all(code);
    EXPECT_EQ(sallyport({"credential", "set", "custom"}), 4);
    EXPECT_EQ(sallyport({"credential", "clear", "custom"}), 4);
  }
}

TEST_F(CredentialVerb, ForgetsAndForgetsAgain) {
  ASSERT_EQ(sallyport({"credential", "set", "custom"}), 0);
  EXPECT_EQ(sallyport({"credential", "clear", "custom"}), 0);
  EXPECT_EQ(stored(kCustom), "nothing");
  EXPECT_EQ(sallyport({"credential", "clear", "custom"}), 0);
}

TEST_F(CredentialVerb, TellsTheStatesApart) {
  const auto state = [&](const std::string& which) {
    EXPECT_EQ(sallyport({"credential", "status", "--json"}), 0);
    return sallyport.json()[which]["stored"].get<std::string>();
  };
  EXPECT_EQ(state("custom"), "no");
  EXPECT_EQ(state("system"), "no");
  ASSERT_EQ(sallyport({"credential", "set", "custom"}), 0);
  EXPECT_EQ(state("custom"), "yes");
  sallyport.credentials.set_locked(true);
  EXPECT_EQ(state("custom"), "locked");
  sallyport.credentials.fail_all(ErrorCode::kKeychainAbsent);
  EXPECT_EQ(state("custom"), "no-service");
  sallyport.credentials.fail_all(ErrorCode::kTimedOut);
  EXPECT_EQ(state("custom"), "failed");
  EXPECT_EQ(sallyport.json()["custom"]["proxy"], "http://proxy.example.com:8080");
  EXPECT_EQ(sallyport.json()["custom"]["username"], "alice");
}

TEST_F(CredentialVerb, KnowsTwoPasswordsOnly) {
  EXPECT_EQ(sallyport({"credential", "set", "mine"}), 2);
  EXPECT_EQ(sallyport({"credential", "clear", "mine"}), 2);
}

}  // namespace
}  // namespace sallyport
