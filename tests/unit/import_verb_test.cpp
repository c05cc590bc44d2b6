#include <gmock/gmock.h>

#include "support/fake_command_line.hpp"

namespace sallyport {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using Mode = SystemProxyConfiguration::Mode;
using Variable = std::pair<std::string, std::string>;

const CredentialKey kAlice{{ProxyProtocol::kHttp, "proxy.example.com", 3128}, "alice"};
constexpr const char* kUrl = "http://proxy.example.com:3128";
constexpr const char* kSecretUrl = "http://alice:canary@proxy.example.com:3128";

class ImportVerb : public ::testing::Test {
 protected:
  ImportVerb() {
    for (FakeSystemProxy* desktop : {&sallyport.system_proxy, &sallyport.gnome}) set_source(*desktop, "GNOME");
    set_source(sallyport.kde, "KDE");
  }

  static void set_source(FakeSystemProxy& desktop, const std::string& source) {
    desktop.current.source = source;
    desktop.current.mode = Mode::kNone;
  }
  static void name(FakeSystemProxy& desktop, const std::string& host) {
    desktop.current.mode = Mode::kManual;
    desktop.current.http = SystemProxyServer{{ProxyProtocol::kHttp, host, 3128}, std::nullopt};
    desktop.current.https = SystemProxyServer{{ProxyProtocol::kHttp, host, 3128}, std::nullopt};
  }
  int import(std::vector<std::string> options = {}) {
    options.insert(options.begin(), {"settings", "import"});
    const int code = sallyport(options);
    EXPECT_THAT(sallyport.out() + sallyport.err() + sallyport.storage.text.value_or(""), Not(HasSubstr("canary")));
    return code;
  }
  std::string saved_host() { return sallyport.saved().proxy.custom_proxy.host; }

  FakeCommandLine sallyport;
};

TEST_F(ImportVerb, ShowsTheChangesAndSavesThemWithoutATerminal) {
  EXPECT_EQ(import({"--from", kUrl}), 0);
  EXPECT_EQ(sallyport.out(),
            "custom_proxy.enabled: false -> true\n"
            "custom_proxy.host: (nothing) -> proxy.example.com\n"
            "custom_proxy.port: 8080 -> 3128\n");
  EXPECT_THAT(sallyport.err(), AllOf(HasSubstr("Found in the URL:"), HasSubstr("Saved.")));
  EXPECT_EQ(saved_host(), "proxy.example.com");
}

TEST_F(ImportVerb, AsksOnATerminal) {
  sallyport.console.terminal = true;
  for (const char* answer : {"n\n", "\n", "yes, perhaps\n", ""}) {
    sallyport.console.input = answer;
    EXPECT_EQ(import({"--from", kUrl}), 1) << answer;
    EXPECT_THAT(sallyport.out(), HasSubstr("proxy.example.com"));
    EXPECT_THAT(sallyport.err(), HasSubstr("Nothing was changed."));
    EXPECT_FALSE(sallyport.storage.text);
  }
  sallyport.console.input = "y\n";
  EXPECT_EQ(import({"--from", kUrl}), 0);
  EXPECT_EQ(saved_host(), "proxy.example.com");
}

TEST_F(ImportVerb, DoesNotAskWhenToldSo) {
  sallyport.console.terminal = true;
  EXPECT_EQ(import({"--from", kUrl, "--yes"}), 0);
  EXPECT_EQ(saved_host(), "proxy.example.com");
}

TEST_F(ImportVerb, OnlyShowsInADryRun) {
  EXPECT_EQ(import({"--from", kUrl, "--dry-run"}), 0);
  EXPECT_THAT(sallyport.out(), HasSubstr("custom_proxy.host: (nothing) -> proxy.example.com"));
  EXPECT_FALSE(sallyport.storage.text);
}

TEST_F(ImportVerb, SaysWhenThereIsNothingToChange) {
  ASSERT_EQ(import({"--from", kUrl}), 0);
  sallyport.console.terminal = true;
  EXPECT_EQ(import({"--from", kUrl}), 0);
  EXPECT_THAT(sallyport.out(), IsEmpty());
  EXPECT_THAT(sallyport.err(), HasSubstr("say this already"));
}

TEST_F(ImportVerb, PutsAPasswordFromStandardInputIntoTheKeychain) {
  sallyport.console.password = kSecretUrl;
  EXPECT_EQ(import({"--from", "-"}), 0);
  EXPECT_THAT(sallyport.out(), HasSubstr("password of alice at proxy.example.com:3128 -> keychain"));
  EXPECT_EQ(sallyport.credentials.password(kAlice)->reveal(), "canary");
  EXPECT_EQ(sallyport.saved().proxy.custom_proxy.username, "alice");
}

TEST_F(ImportVerb, RefusesAPasswordAsAnArgument) {
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{"--from", kSecretUrl}, {"--from", "alice:canary@proxy.example.com:3128"}}) {
    EXPECT_EQ(import(words), 2);
    EXPECT_THAT(sallyport.err(), HasSubstr("--from -"));
  }
  EXPECT_EQ(import({kSecretUrl}), 2) << "and does not repeat it";
  EXPECT_FALSE(sallyport.storage.text);
  EXPECT_EQ(sallyport.credentials.size(), 0U);
}

TEST_F(ImportVerb, SaysWhenAUsersPasswordIsNotStored) {
  EXPECT_EQ(import({"--from", "http://alice@proxy.example.com:3128"}), 0);
  EXPECT_THAT(sallyport.err(), HasSubstr("No password is stored for alice at proxy.example.com:3128"));
}

TEST_F(ImportVerb, ChangesNothingWhenTheKeychainDoesNotTakeThePassword) {
  sallyport.console.password = kSecretUrl;
  sallyport.credentials.fail(FakeCredentialStore::Step::kStore, ErrorCode::kKeychainLocked);
  EXPECT_EQ(import({"--from", "-"}), 4);
  EXPECT_FALSE(sallyport.storage.text);
  sallyport.credentials.fail_all(std::nullopt);
  sallyport.storage.write_error = Error{ErrorCode::kIo, "The disk is full."};
  EXPECT_EQ(import({"--from", "-"}), 1);
  EXPECT_EQ(sallyport.credentials.size(), 0U);
}

TEST_F(ImportVerb, ReadsTheDesktopThatIsNamed) {
  name(sallyport.system_proxy, "running.example.com");
  name(sallyport.gnome, "gnome.example.com");
  name(sallyport.kde, "kde.example.com");
  EXPECT_EQ(import({"--from", "kde"}), 0);
  EXPECT_THAT(sallyport.err(), HasSubstr("Found in KDE's settings:"));
  EXPECT_EQ(saved_host(), "kde.example.com");
  EXPECT_EQ(import({"--from", "gnome"}), 0);
  EXPECT_EQ(saved_host(), "gnome.example.com");
}

TEST_F(ImportVerb, ReadsTheEnvironment) {
  sallyport.process.variables =
      Environment(std::vector<Variable>{{"https_proxy", kSecretUrl}, {"no_proxy", "example.com"}});
  EXPECT_EQ(import({"--from", "environment"}), 0);
  EXPECT_EQ(sallyport.saved().proxy.custom_proxy.bypass, "example.com");
  EXPECT_EQ(sallyport.credentials.password(kAlice)->reveal(), "canary");
  EXPECT_THAT(sallyport.err(), HasSubstr("plain text in the environment"));
}

TEST_F(ImportVerb, TakesTheFirstThatNamesAProxyAndSaysWhich) {
  name(sallyport.kde, "kde.example.com");
  EXPECT_EQ(import(), 0);
  EXPECT_EQ(saved_host(), "kde.example.com");
  EXPECT_THAT(sallyport.err(), AllOf(HasSubstr("Found in KDE's settings:"), Not(HasSubstr("the environment"))));
  sallyport.process.variables = Environment(std::vector<Variable>{{"http_proxy", "http://variable.example.com:1"}});
  EXPECT_EQ(import(), 0);
  EXPECT_EQ(saved_host(), "variable.example.com");
  name(sallyport.system_proxy, "running.example.com");
  EXPECT_EQ(import(), 0);
  EXPECT_EQ(saved_host(), "running.example.com");
  EXPECT_EQ(sallyport.gnome.questions, 0) << "it is the desktop that runs";
}

TEST_F(ImportVerb, SaysThatItPassedAScriptOver) {
  sallyport.system_proxy.current.mode = Mode::kAutomatic;
  sallyport.process.variables = Environment(std::vector<Variable>{{"http_proxy", "http://variable.example.com:1"}});
  EXPECT_EQ(import(), 0);
  EXPECT_EQ(saved_host(), "variable.example.com");
  EXPECT_THAT(sallyport.err(), HasSubstr("PAC"));
}

TEST_F(ImportVerb, SaysWhyThereIsNothingToTakeOver) {
  EXPECT_EQ(import(), 1);
  EXPECT_THAT(sallyport.err(),
              AllOf(HasSubstr("GNOME's settings"), HasSubstr("the environment"), HasSubstr("KDE's settings")));
  EXPECT_EQ(import({"--from", "gnome"}), 1);
  sallyport.gnome.error = Error{ErrorCode::kIo, "GNOME's settings cannot be read."};
  EXPECT_EQ(import({"--from", "gnome"}), 1);
  EXPECT_THAT(sallyport.err(), HasSubstr("cannot be read"));
  EXPECT_FALSE(sallyport.storage.text);
}

TEST_F(ImportVerb, OffersTheDesktopsOfThisSystemOnly) {
  sallyport.desktop_names.clear();
  EXPECT_EQ(import({"--from", "gnome"}), 2);
  EXPECT_THAT(sallyport.err(), HasSubstr("Import from environment, or"));
}

TEST_F(ImportVerb, RefusesWhatIsNoSource) {
  EXPECT_EQ(import({"--from", "gnom"}), 2);
  EXPECT_THAT(sallyport.err(), HasSubstr("gnome, kde, environment"));
  EXPECT_EQ(import({"--from"}), 2);
  EXPECT_EQ(import({"--from", ""}), 3);
  EXPECT_EQ(import({"--from", "ftp://proxy.example.com:21"}), 3);
  EXPECT_EQ(import({"--from", "http://a%3Ab@proxy.example.com:3128"}), 3) << "Basic has no such user";
  EXPECT_FALSE(sallyport.storage.text);
}

TEST_F(ImportVerb, RefusesTheRelayOfItsOwnClient) {
  SupervisorStatus client;
  client.supervisor_pid = 7;
  client.relay_port = 4711;
  sallyport.supervisors.running = {client};
  sallyport.process.variables = Environment(std::vector<Variable>{{"http_proxy", "http://127.0.0.1:4711"}});
  EXPECT_EQ(import({"--from", "environment"}), 1);
  EXPECT_THAT(sallyport.err(), HasSubstr("own relay"));
  EXPECT_FALSE(sallyport.storage.text);
}

TEST_F(ImportVerb, LeavesAFileThatCannotBeReadAsItIs) {
  sallyport.storage.text = "delivery = \"auto";
  EXPECT_EQ(import({"--from", kUrl}), 3);
  EXPECT_EQ(sallyport.storage.text, "delivery = \"auto");
}

}  // namespace
}  // namespace sallyport
