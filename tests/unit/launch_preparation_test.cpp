#include "app/launch_preparation.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sallyport/core/settings_document.hpp"
#include "support/absolute_path.hpp"
#include "support/fake_authority_bundles.hpp"
#include "support/fake_credential_store.hpp"
#include "support/fake_program_finder.hpp"
#include "support/fake_settings_storage.hpp"
#include "support/fake_system_proxy.hpp"

namespace sallyport {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class LaunchPreparationTest : public ::testing::Test {
 protected:
  LaunchPreparationTest() {
    programs_.programs = {{"curl", ClientKind::kPlain}, {"postman", ClientKind::kChromium}};
    settings_.proxy.delivery = Delivery::kEnvironment;
    settings_.proxy.custom_proxy.enabled = true;
    settings_.proxy.custom_proxy.host = "proxy.example.com";
    settings_.proxy.custom_proxy.authentication = true;
    settings_.proxy.custom_proxy.username = "alice";
    settings_.clients.resize(1);
    settings_.clients[0].id = "postman";
    settings_.clients[0].name = "Postman";
    settings_.clients[0].command = "postman";
    settings_.clients[0].arguments = {"--new", "{files}", "--last"};
    save();
  }

  void save() { storage_.text = SettingsDocument().render(settings_); }
  void store_password(const std::string& text) {
    const CredentialKey key{{ProxyProtocol::kHttp, "proxy.example.com", 8080}, "alice"};
    ASSERT_TRUE(credentials_.store(key, Secret(text), {}));
  }
  static LaunchRequest run_curl() {
    LaunchRequest request;
    request.command = {"curl", "-v"};
    request.inherited = Environment::from_block({"http_proxy=http://old:1"});
    return request;
  }
  static LaunchRequest launch_postman() {
    LaunchRequest request;
    request.client_id = "postman";
    return request;
  }

  const std::string company_file_ = absolute_path("corp.pem");
  Settings settings_;
  FakeSettingsStorage storage_;
  FakeCredentialStore credentials_;
  FakeSystemProxy system_proxy_;
  FakeProgramFinder programs_;
  FakeAuthorityBundles bundles_;
  LaunchPreparation preparation_{storage_, credentials_, system_proxy_, programs_, bundles_};
};

TEST_F(LaunchPreparationTest, TellsWhichPasswordIsMissing) {
  const auto missing = preparation_.missing_password(launch_postman());
  ASSERT_TRUE(missing.has_value());
  EXPECT_EQ(missing->key.description(), "alice at proxy.example.com:8080");
  EXPECT_FALSE(missing->refused.has_value());
  EXPECT_THAT(missing->explanation, HasSubstr("sallyport credential set custom"));
  LaunchRequest direct = launch_postman();
  direct.direct = true;
  EXPECT_FALSE(preparation_.missing_password(direct).has_value());
  store_password("pw");
  EXPECT_FALSE(preparation_.missing_password(launch_postman()).has_value());
  settings_.proxy.custom_proxy.username = "bob";
  save();
  EXPECT_TRUE(preparation_.missing_password(launch_postman()).has_value());
  settings_.proxy.custom_proxy.authentication = false;
  save();
  EXPECT_FALSE(preparation_.missing_password(launch_postman()).has_value());
}

TEST_F(LaunchPreparationTest, PutsThePasswordIntoTheEnvironment) {
  store_password("pw");
  const auto prepared = preparation_.prepare(run_curl(), {});
  ASSERT_TRUE(prepared);
  EXPECT_EQ(*prepared->process.environment.find("http_proxy"), "http://alice:pw@proxy.example.com:8080");
  EXPECT_EQ(prepared->process.program, "/bin/curl");
  EXPECT_THAT(prepared->process.arguments, ElementsAre("-v"));
  EXPECT_EQ(system_proxy_.questions, 0) << "a custom proxy needs nothing from the OS";
}

TEST_F(LaunchPreparationTest, PutsFlagsBeforeTheClientsArgumentsAndOpensFilesInTheirPlace) {
  store_password("pw");
  LaunchRequest request = launch_postman();
  request.opened = {"a b.json", "c.json"};
  const auto prepared = preparation_.prepare(request, {});
  ASSERT_TRUE(prepared);
  EXPECT_THAT(prepared->process.arguments,
              ElementsAre("--proxy-server=http://proxy.example.com:8080", "--new", "a b.json", "c.json", "--last"));
}

TEST_F(LaunchPreparationTest, MissingPasswordStopsTheLaunch) {
  const auto prepared = preparation_.prepare(run_curl(), {});
  ASSERT_FALSE(prepared);
  EXPECT_EQ(prepared.error().code, ErrorCode::kCredentialNotStored);
  EXPECT_THAT(prepared.error().message, HasSubstr("alice at proxy.example.com:8080"));
}

TEST_F(LaunchPreparationTest, KeychainsAnswersArePassedOn) {
  for (const ErrorCode code : {ErrorCode::kKeychainAbsent, ErrorCode::kKeychainLocked, ErrorCode::kKeychainFailed}) {
    credentials_.fail_all(code);
    EXPECT_EQ(preparation_.prepare(run_curl(), {}).error().code, code);
  }
}

TEST_F(LaunchPreparationTest, DirectRunAsksNobodyAndReadsNoSettings) {
  storage_.text = "not TOML";
  LaunchRequest request = run_curl();
  request.direct = true;
  const auto prepared = preparation_.prepare(request, {});
  ASSERT_TRUE(prepared);
  EXPECT_EQ(prepared->process.environment.find("http_proxy"), nullptr);
  EXPECT_EQ(system_proxy_.questions, 0);
  EXPECT_THAT(credentials_.calls(), IsEmpty());
}

TEST_F(LaunchPreparationTest, MakesTheBundleThatItsVariablesNameButNotToLookAt) {
  store_password("pw");
  settings_.proxy.ca_file = company_file_;
  save();
  ASSERT_TRUE(preparation_.preview(run_curl()));
  EXPECT_THAT(bundles_.made, IsEmpty());
  const auto prepared = preparation_.prepare(run_curl(), {});
  ASSERT_TRUE(prepared) << prepared.error().message;
  ASSERT_EQ(bundles_.made.size(), 1U);
  EXPECT_THAT(bundles_.made[0].parts, ElementsAre("/etc/roots.pem", company_file_));
  EXPECT_EQ(*prepared->process.environment.find("CURL_CA_BUNDLE"), bundles_.made[0].path);
  EXPECT_EQ(*prepared->process.environment.find("NODE_EXTRA_CA_CERTS"), company_file_);
}

TEST_F(LaunchPreparationTest, AddsTheAuthorityToTheFileOfAnInheritedVariable) {
  store_password("pw");
  settings_.proxy.ca_file = company_file_;
  save();
  LaunchRequest request = run_curl();
  request.inherited.set("CURL_CA_BUNDLE", "/mine.pem");
  ASSERT_TRUE(preparation_.prepare(request, {}));
  EXPECT_THAT(bundles_.made[0].parts, ElementsAre("/mine.pem", company_file_));
}

TEST_F(LaunchPreparationTest, PreviewMasksAndAsksNobody) {
  const auto preview = preparation_.preview(run_curl());
  ASSERT_TRUE(preview);
  EXPECT_EQ(preview->plan.changes[0].value, "http://alice:***@proxy.example.com:8080");
  EXPECT_THAT(credentials_.calls(), IsEmpty());
}

TEST_F(LaunchPreparationTest, PreviewNeedsNoProgram) {
  LaunchRequest request = launch_postman();
  programs_.programs.clear();
  EXPECT_TRUE(preparation_.preview(request));
  EXPECT_EQ(preparation_.prepare(request, {}).error().code, ErrorCode::kCommandNotFound);
}

TEST_F(LaunchPreparationTest, UnknownClientIsNamed) {
  LaunchRequest request;
  request.client_id = "nope";
  const auto prepared = preparation_.prepare(request, {});
  EXPECT_EQ(prepared.error().code, ErrorCode::kUnknownName);
  EXPECT_THAT(prepared.error().message, HasSubstr("nope"));
}

TEST_F(LaunchPreparationTest, BrokenRulesInTheFileAreAllNamed) {
  settings_.proxy.custom_proxy.port = 70000;
  settings_.proxy.custom_proxy.username = "";
  save();
  const auto prepared = preparation_.prepare(run_curl(), {});
  EXPECT_EQ(prepared.error().code, ErrorCode::kInvalidSettings);
  EXPECT_THAT(prepared.error().message, HasSubstr("custom_proxy.port"));
  EXPECT_THAT(prepared.error().message, HasSubstr("custom_proxy.username"));
}

TEST_F(LaunchPreparationTest, IsStaleWhenThePlanOrTheCredentialChanged) {
  store_password("pw");
  const LaunchRequest request = run_curl();
  const auto launched = preparation_.prepare(request, {});
  ASSERT_TRUE(launched);
  EXPECT_FALSE(preparation_.is_stale(request, *launched));

  credentials_.set_locked(true);
  EXPECT_FALSE(preparation_.is_stale(request, *launched)) << "a locked keychain is no change";
  credentials_.set_locked(false);

  credentials_.set_time(std::chrono::sys_seconds(std::chrono::seconds(1'800'000'000)));
  store_password("new");
  EXPECT_TRUE(preparation_.is_stale(request, *launched));

  const auto again = preparation_.prepare(request, {});
  EXPECT_FALSE(preparation_.is_stale(request, *again));
  settings_.proxy.custom_proxy.bypass = "example.com";
  save();
  EXPECT_TRUE(preparation_.is_stale(request, *again));
}

TEST_F(LaunchPreparationTest, RecognisesChromiumByItsProgram) {
  LaunchRequest request = launch_postman();
  request.direct = true;
  EXPECT_THAT(preparation_.prepare(request, {})->plan.arguments, ElementsAre("--no-proxy-server"));
  settings_.clients[0].kind = ClientKind::kPlain;
  save();
  EXPECT_THAT(preparation_.prepare(request, {})->plan.arguments, IsEmpty());
}

class PreparationThroughRelay : public LaunchPreparationTest {
 protected:
  PreparationThroughRelay() { deliver(Delivery::kRelay); }

  void deliver(Delivery delivery) {
    settings_.proxy.delivery = delivery;
    save();
  }
};

TEST_F(PreparationThroughRelay, IsWhatAutoChoosesForALogin) {
  deliver(Delivery::kAuto);
  EXPECT_TRUE(preparation_.prepare(run_curl(), {})->relay);
  settings_.proxy.custom_proxy.authentication = false;
  save();
  EXPECT_FALSE(preparation_.prepare(run_curl(), {})->relay);
}

TEST_F(PreparationThroughRelay, AsksNoKeychain) {
  credentials_.fail_all(ErrorCode::kKeychainLocked);
  const auto prepared = preparation_.prepare(run_curl(), {});
  ASSERT_TRUE(prepared) << prepared.error().message;
  EXPECT_EQ(*prepared->process.environment.find("http_proxy"), "http://127.0.0.1:PORT");
  EXPECT_TRUE(preparation_.reveal(run_curl(), {}));
  EXPECT_FALSE(preparation_.is_stale(run_curl(), *prepared));
  EXPECT_THAT(credentials_.calls(), IsEmpty());
}

TEST_F(PreparationThroughRelay, GivesTheRelayItsRulesOnlyWhenThereIsOne) {
  const auto prepared = preparation_.prepare(run_curl(), {});
  ASSERT_TRUE(prepared->relay);
  EXPECT_EQ(prepared->relay->settings.custom_proxy.host, "proxy.example.com");
  EXPECT_NE(prepared->relay->inherited.find("http_proxy"), nullptr);
  LaunchRequest direct = run_curl();
  direct.direct = true;
  EXPECT_FALSE(preparation_.prepare(direct, {})->relay);
}

TEST_F(PreparationThroughRelay, PutsThePortIntoVariablesAndFlagsButNotIntoTheClientsArguments) {
  settings_.clients[0].arguments = {"http://127.0.0.1:PORT"};
  save();
  auto prepared = preparation_.prepare(launch_postman(), {});
  const std::string fingerprint = prepared->fingerprint;
  prepared->set_relay_port(41000);
  EXPECT_EQ(*prepared->process.environment.find("HTTPS_PROXY"), "http://127.0.0.1:41000");
  EXPECT_THAT(prepared->process.arguments, ElementsAre("--proxy-server=http://127.0.0.1:41000",
                                                       HasSubstr("--proxy-bypass-list="), "http://127.0.0.1:PORT"));
  EXPECT_EQ(prepared->fingerprint, fingerprint);
  EXPECT_FALSE(preparation_.is_stale(launch_postman(), *prepared));
}

TEST_F(PreparationThroughRelay, IsStaleOnlyForWhatTheRelayCannotTakeOver) {
  const auto launched = preparation_.prepare(launch_postman(), {});
  const auto stale = [&] {
    save();
    return preparation_.is_stale(launch_postman(), *launched);
  };
  settings_.proxy.custom_proxy.host = "other.example.com";
  settings_.proxy.custom_proxy.username = "bob";
  settings_.proxy.custom_proxy.bypass = "example.com";
  EXPECT_FALSE(stale());
  settings_.proxy.custom_proxy.enabled = false;
  EXPECT_FALSE(stale()) << "the relay goes direct";
  settings_.proxy.delivery = Delivery::kEnvironment;
  EXPECT_TRUE(stale());
  settings_.proxy.delivery = Delivery::kRelay;
  EXPECT_FALSE(stale());
  settings_.clients[0].variables = {{"OWN", "1"}};
  EXPECT_TRUE(stale());
  settings_.clients[0].variables.clear();
  settings_.clients[0].kind = ClientKind::kPlain;
  EXPECT_TRUE(stale());
}

TEST_F(PreparationThroughRelay, LaunchOutsideItIsStaleOnceTheRelayIsWanted) {
  store_password("pw");
  deliver(Delivery::kEnvironment);
  const auto launched = preparation_.prepare(run_curl(), {});
  EXPECT_FALSE(preparation_.is_stale(run_curl(), *launched));
  deliver(Delivery::kRelay);
  EXPECT_TRUE(preparation_.is_stale(run_curl(), *launched));
}

TEST_F(PreparationThroughRelay, ReadsTheRulesAnew) {
  settings_.proxy.custom_proxy.host = "other.example.com";
  save();
  EXPECT_EQ(preparation_.relay_rules(run_curl())->settings.custom_proxy.host, "other.example.com");
  EXPECT_EQ(system_proxy_.questions, 0);
  settings_.proxy.custom_proxy.enabled = false;
  save();
  system_proxy_.current.mode = SystemProxyConfiguration::Mode::kAutomatic;
  EXPECT_EQ(preparation_.relay_rules(run_curl())->system.mode, SystemProxyConfiguration::Mode::kAutomatic);
  storage_.text = "not TOML";
  EXPECT_EQ(preparation_.relay_rules(run_curl()).error().code, ErrorCode::kInvalidSettings);
}

TEST_F(PreparationThroughRelay, IsLeftOutWhereNoRelayStandsBeside) {
  store_password("pw");
  LaunchRequest request = run_curl();
  request.delivery = Delivery::kEnvironment;
  const auto prepared = preparation_.prepare(request, {});
  EXPECT_FALSE(prepared->relay);
  EXPECT_EQ(*prepared->process.environment.find("http_proxy"), "http://alice:pw@proxy.example.com:8080");
}

}  // namespace
}  // namespace sallyport
