#include <gmock/gmock.h>

#include "sallyport/core/git_credential.hpp"
#include "support/fake_command_line.hpp"

namespace sallyport {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

const CredentialKey kCustom{{ProxyProtocol::kHttp, "proxy.example.com", 3128}, "alice"};
const CredentialKey kSystem{{ProxyProtocol::kHttp, "os.example.com", 8080}, "sam"};
const std::string kProxyLines = "protocol=http\nhost=proxy.example.com:3128\n";
const std::string kSystemLines = "protocol=http\nhost=os.example.com:8080\nusername=sam\n";

class GitCredentialVerb : public ::testing::Test {
 protected:
  GitCredentialVerb() {
    EXPECT_EQ(sallyport({"settings", "set", "custom_proxy.host=proxy.example.com", "custom_proxy.port=3128",
                         "custom_proxy.authentication=true", "custom_proxy.username=alice",
                         "system_proxy.authentication=true", "system_proxy.username=sam"}),
              0);
  }

  int git(const std::string& operation, const std::string& lines) {
    sallyport.console.input = lines + "\n";
    const int code = sallyport({"git-credential", operation});
    EXPECT_THAT(sallyport.err(), Not(HasSubstr("canary")));
    return code;
  }
  /// The answer to `get`, which must be no failure.
  std::string answer(const std::string& lines) {
    EXPECT_EQ(git("get", lines), 0);
    return sallyport.out();
  }
  void keep(const CredentialKey& key, const std::string& password) {
    ASSERT_TRUE(sallyport.credentials.store(key, Secret(password), {}));
  }
  std::string stored(const CredentialKey& key) {
    const std::optional<Secret> password = sallyport.credentials.password(key);
    return password ? std::string(password->reveal()) : "nothing";
  }
  std::chrono::sys_seconds modified(const CredentialKey& key) { return sallyport.credentials.find(key, {})->modified; }

  FakeCommandLine sallyport;
};

TEST_F(GitCredentialVerb, GivesThePasswordOfTheCustomProxy) {
  keep(kCustom, "canary");
  EXPECT_EQ(answer(kProxyLines + "username=alice\n"), "username=alice\npassword=canary\n");
  EXPECT_THAT(sallyport.err(), IsEmpty());
  EXPECT_EQ(answer(kProxyLines), "username=alice\npassword=canary\n") << "git leaves the user open";
  EXPECT_EQ(answer("url=http://alice@proxy.example.com:3128\n"), "username=alice\npassword=canary\n");
}

TEST_F(GitCredentialVerb, GivesNothingForAnythingElse) {
  keep(kCustom, "canary");
  const std::size_t calls = sallyport.credentials.calls().size();
  for (const std::string& lines :
       {std::string("protocol=https\nhost=github.com\n"),
        std::string("protocol=https\nhost=github.com\nusername=alice\n"), kProxyLines + "username=bob\n",
        std::string("protocol=https\nhost=proxy.example.com:3128\nusername=alice\n"),
        std::string("protocol=http\nhost=proxy.example.com:3129\nusername=alice\n"),
        std::string("protocol=http\nhost=proxy.example.com\nusername=alice\n"),
        std::string("protocol=http\nhost=a.proxy.example.com:3128\nusername=alice\n"),
        std::string("protocol=cert\npath=key.pem\n"), std::string()}) {
    EXPECT_EQ(answer(lines), "") << lines;
    EXPECT_THAT(sallyport.err(), IsEmpty());
  }
  EXPECT_EQ(sallyport.credentials.calls().size(), calls) << "the keychain was asked";
}

TEST_F(GitCredentialVerb, GivesNothingWithoutALoginInTheSettings) {
  keep(kCustom, "canary");
  ASSERT_EQ(sallyport({"settings", "set", "custom_proxy.authentication=false"}), 0);
  EXPECT_EQ(answer(kProxyLines + "username=alice\n"), "");
}

TEST_F(GitCredentialVerb, LeavesToGitWhatIsNotStored) {
  EXPECT_EQ(answer(kProxyLines + "username=alice\n"), "");
  EXPECT_THAT(sallyport.err(), IsEmpty());
}

TEST_F(GitCredentialVerb, SaysWhenTheKeychainDoesNotAnswer) {
  keep(kCustom, "canary");
  sallyport.credentials.set_locked(true);
  EXPECT_EQ(git("get", kProxyLines + "username=alice\n"), 4);
  EXPECT_THAT(sallyport.out(), IsEmpty());
  EXPECT_THAT(sallyport.err(), HasSubstr("locked"));
  sallyport.credentials.fail_all(ErrorCode::kKeychainAbsent);
  EXPECT_EQ(git("get", kProxyLines + "username=alice\n"), 4);
  EXPECT_EQ(git("store", kProxyLines + "username=alice\npassword=canary\n"), 4);
  EXPECT_EQ(git("erase", kProxyLines + "username=alice\npassword=canary\n"), 4);
  EXPECT_EQ(answer("protocol=https\nhost=github.com\nusername=sam\n"), "") << "no affair of the proxy's";
}

TEST_F(GitCredentialVerb, DoesNotGiveWhatTheProxyRefusedBefore) {
  keep(kCustom, "canary");
  sallyport.rejected.mark(kCustom, modified(kCustom));
  EXPECT_EQ(answer(kProxyLines + "username=alice\n"), "");
  EXPECT_THAT(sallyport.err(), AllOf(HasSubstr("alice at proxy.example.com:3128"), HasSubstr("credential set custom")));
}

TEST_F(GitCredentialVerb, DoesNotGiveWhatGitsFormatCannotCarry) {
  keep(kCustom, "two\nlines=canary");
  EXPECT_EQ(git("get", kProxyLines + "username=alice\n"), 3);
  EXPECT_THAT(sallyport.out(), IsEmpty());
}

TEST_F(GitCredentialVerb, GivesTheSystemProxysPasswordForItsServerOnly) {
  keep(kSystem, "canary");
  EXPECT_EQ(answer(kSystemLines), "username=sam\npassword=canary\n");
  EXPECT_EQ(answer("protocol=http\nhost=other.example.com:8080\nusername=sam\n"), "");
  EXPECT_EQ(answer("protocol=http\nhost=os.example.com:8080\n"), "") << "git names the user of a proxy";
  sallyport.rejected.mark(kSystem, modified(kSystem));
  EXPECT_EQ(answer(kSystemLines), "");
  EXPECT_THAT(sallyport.err(), HasSubstr("credential set system"));
}

TEST_F(GitCredentialVerb, GivesTheLoginThatStandsInTheSystemsAnswer) {
  sallyport.system_proxy.current.mode = SystemProxyConfiguration::Mode::kManual;
  sallyport.system_proxy.current.http = SystemProxyServer{kSystem.proxy, Credential{"sam", Secret("from the system")}};
  EXPECT_EQ(answer(kSystemLines), "username=sam\npassword=from the system\n");
  keep(kSystem, "our own");
  EXPECT_EQ(answer(kSystemLines), "username=sam\npassword=our own\n");
  EXPECT_EQ(answer("protocol=http\nhost=os.example.com:8080\nusername=bob\n"), "");
  ASSERT_TRUE(sallyport.credentials.forget(kSystem, {}));
  ASSERT_EQ(sallyport({"settings", "set", "system_proxy.enabled=false"}), 0);
  EXPECT_EQ(answer(kSystemLines), "");
}

TEST_F(GitCredentialVerb, StoresThePasswordOfTheProxyAlone) {
  EXPECT_EQ(git("store", kProxyLines + "username=alice\npassword=canary\n"), 0);
  EXPECT_EQ(stored(kCustom), "canary");
  EXPECT_THAT(sallyport.err(), HasSubstr("Stored the password of alice at proxy.example.com:3128"));
  for (const std::string& lines : {std::string("protocol=https\nhost=github.com\nusername=alice\npassword=canary\n"),
                                   kProxyLines + "username=bob\npassword=canary\n", kProxyLines + "username=alice\n"}) {
    EXPECT_EQ(git("store", lines), 0) << lines;
  }
  EXPECT_EQ(sallyport.credentials.size(), 1U);
}

TEST_F(GitCredentialVerb, StoresTheSystemProxysOnlyWhereTheSystemNamesIt) {
  EXPECT_EQ(git("store", kSystemLines + "password=canary\n"), 0);
  EXPECT_EQ(stored(kSystem), "nothing") << "the user confirmed no such server";
  sallyport.system_proxy.current.mode = SystemProxyConfiguration::Mode::kManual;
  sallyport.system_proxy.current.https = SystemProxyServer{kSystem.proxy, std::nullopt};
  EXPECT_EQ(git("store", kSystemLines + "password=canary\n"), 0);
  EXPECT_EQ(stored(kSystem), "canary");
  sallyport.system_proxy.current.mode = SystemProxyConfiguration::Mode::kNone;
  sallyport.system_proxy.current.https.reset();
  EXPECT_EQ(git("store", kSystemLines + "password=changed\n"), 0);
  EXPECT_EQ(stored(kSystem), "changed") << "it is bound to that server by now";
}

TEST_F(GitCredentialVerb, LeavesTheTimeOfWhatIsStoredAlready) {
  keep(kCustom, "canary");
  const auto before = modified(kCustom);
  sallyport.credentials.set_time(before + std::chrono::seconds(100));
  EXPECT_EQ(git("store", kProxyLines + "username=alice\npassword=canary\n"), 0);
  EXPECT_EQ(modified(kCustom), before);
  EXPECT_THAT(sallyport.err(), IsEmpty());
}

TEST_F(GitCredentialVerb, TakesBackTheMarkOfAPasswordThatTheProxyTakesAfterAll) {
  keep(kCustom, "canary");
  sallyport.rejected.mark(kCustom, modified(kCustom));
  sallyport.credentials.set_time(modified(kCustom) + std::chrono::seconds(100));
  EXPECT_EQ(git("store", kProxyLines + "username=alice\npassword=canary\n"), 0);
  EXPECT_EQ(answer(kProxyLines), "username=alice\npassword=canary\n");
}

TEST_F(GitCredentialVerb, RemovesAndMarksWhatTheProxyRefused) {
  keep(kCustom, "canary");
  const auto refused = modified(kCustom);
  EXPECT_EQ(git("erase", kProxyLines + "username=alice\npassword=canary\n"), 0);
  EXPECT_EQ(stored(kCustom), "nothing");
  EXPECT_TRUE(sallyport.rejected.contains(kCustom, refused));
  EXPECT_THAT(sallyport.err(), HasSubstr("refused the password of alice at proxy.example.com:3128"));
}

TEST_F(GitCredentialVerb, RemovesNoOtherPasswordThanGitWasGiven) {
  keep(kCustom, "canary");
  for (const std::string& lines : {kProxyLines + "username=alice\npassword=typed\n", kProxyLines + "username=alice\n",
                                   kProxyLines + "username=bob\npassword=canary\n",
                                   std::string("protocol=https\nhost=github.com\nusername=alice\npassword=canary\n")}) {
    EXPECT_EQ(git("erase", lines), 0) << lines;
    EXPECT_THAT(sallyport.err(), IsEmpty());
  }
  EXPECT_EQ(stored(kCustom), "canary");
  EXPECT_FALSE(sallyport.rejected.contains(kCustom, modified(kCustom)));
}

TEST_F(GitCredentialVerb, MarksAlsoWhatItCannotRemove) {
  keep(kCustom, "canary");
  sallyport.credentials.fail(FakeCredentialStore::Step::kForget, ErrorCode::kKeychainFailed);
  EXPECT_EQ(git("erase", kProxyLines + "username=alice\npassword=canary\n"), 4);
  EXPECT_EQ(answer(kProxyLines), "");
}

TEST_F(GitCredentialVerb, IgnoresWhatFutureVersionsOfGitMayAsk) {
  EXPECT_EQ(git("renew", kProxyLines), 0);
  EXPECT_THAT(sallyport.out(), IsEmpty());
  EXPECT_THAT(sallyport.err(), IsEmpty());
  EXPECT_EQ(sallyport({"git-credential"}), 2);
}

TEST_F(GitCredentialVerb, RefusesInputThatIsNotGits) {
  EXPECT_EQ(git("get", "canary"), 3);
  EXPECT_EQ(git("store", "password=canary\nhost"), 3);
  EXPECT_EQ(git("get", "path=" + std::string(kLongestGitCredential, 'x')), 3);
}

TEST_F(GitCredentialVerb, SaysThatTheSettingsCannotBeRead) {
  sallyport.storage.text = "delivery = \"auto";
  EXPECT_EQ(git("get", kProxyLines), 3);
  EXPECT_THAT(sallyport.out(), IsEmpty());
}

}  // namespace
}  // namespace sallyport
