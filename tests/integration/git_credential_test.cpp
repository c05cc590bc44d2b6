// Real git, which asks `sallyport git-credential` for the password of a real proxy.
#include <gmock/gmock.h>

#include <cstdlib>
#include <filesystem>
#include <mutex>

#include "support/git_repository.hpp"
#include "support/sallyport_sandbox.hpp"
#include "support/scripted_server.hpp"
#include "support/secret_search.hpp"
#include "support/squid.hpp"

namespace sallyport {
namespace {

using ::testing::AllOf;
using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr const char* kCanary = "canary5e8d21c7b4";

/// A user whose git goes through squid as alice.
class GitThroughProxy {
 public:
  explicit GitThroughProxy(Squid::Scheme scheme = Squid::Scheme::kBasic) : squid(scheme, "alice", kCanary) {
    sallyport.environment.set("GIT_TERMINAL_PROMPT", "0");
    sallyport.environment.set("GIT_CONFIG_NOSYSTEM", "1");
    for (const char* name : {"GIT_ASKPASS", "SSH_ASKPASS"}) sallyport.environment.unset(name);
    configure("http.proxy", "http://alice@127.0.0.1:" + std::to_string(squid.port()));
    configure("credential.helper", "!'" + sallyport.program() + "' git-credential");
  }
  ~GitThroughProxy() { (void)sallyport({"credential", "clear", "custom"}); }
  GitThroughProxy(const GitThroughProxy&) = delete;
  GitThroughProxy& operator=(const GitThroughProxy&) = delete;

  void configure(const std::string& key, const std::string& value) {
    EXPECT_EQ(sallyport.run("/usr/bin/git", {"config", "--global", "--add", key, value}).code, 0);
  }
  SallyportSandbox::Ended clone(const std::string& url) {
    std::filesystem::remove_all(sallyport.home / "cloned");
    return sallyport.run("/usr/bin/git", {"clone", "-q", url, sallyport.home / "cloned"});
  }
  SallyportSandbox::Ended clone() {
    return clone("http://origin.test:" + std::to_string(repository.port()) + "/repository.git");
  }
  std::string stored() { return sallyport.json({"credential", "status", "--json"})["custom"]["stored"]; }

  SallyportSandbox sallyport{SALLYPORT_PROGRAM};
  Squid squid;
  GitRepository repository;
};

class GitCredential : public ::testing::TestWithParam<Squid::Scheme> {};

TEST_P(GitCredential, GivesGitThePasswordThatStandsInNoFile) {
  GitThroughProxy git(GetParam());
  git.sallyport.use_proxy(git.squid.port(), "alice", kCanary);
  const auto ended = git.clone();
  EXPECT_EQ(ended.code, 0) << ended.messages;
  EXPECT_THAT(ended.messages, IsEmpty());
  EXPECT_EQ(git.sallyport.home.read("cloned/file"), "text\n");
  EXPECT_FALSE(git.squid.logins().empty());
  EXPECT_EQ(git.stored(), "yes");
  EXPECT_THAT(files_holding(kCanary, git.sallyport.home.path()), IsEmpty());
  EXPECT_THAT(files_holding(kCanary, std::getenv("HOME")), IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(Real, GitCredential, ::testing::Values(Squid::Scheme::kBasic, Squid::Scheme::kDigest),
                         [](const auto& each) { return each.param == Squid::Scheme::kBasic ? "Basic" : "Digest"; });

TEST(GitCredentialHelper, WorksForOneProxyAloneAsWell) {
  GitThroughProxy git;
  git.sallyport.use_proxy(git.squid.port(), "alice", kCanary);
  ASSERT_EQ(git.sallyport.run("/usr/bin/git", {"config", "--global", "--unset", "credential.helper"}).code, 0);
  EXPECT_NE(git.clone().code, 0);
  git.configure("credential.http://127.0.0.1:" + std::to_string(git.squid.port()) + ".helper",
                "!'" + git.sallyport.program() + "' git-credential");
  const auto ended = git.clone();
  EXPECT_EQ(ended.code, 0) << ended.messages;
}

TEST(GitCredentialHelper, LeavesGitWithoutAPasswordWhenNoneIsStored) {
  GitThroughProxy git;
  git.sallyport.use_proxy(git.squid.port());
  ASSERT_EQ(git.sallyport({"settings", "set", "custom_proxy.authentication=true", "custom_proxy.username=alice"}).code,
            0);
  const auto ended = git.clone();
  EXPECT_EQ(ended.code, 128);
  EXPECT_THAT(ended.messages, HasSubstr("could not read Password for 'http://alice@127.0.0.1:"));
  EXPECT_THAT(git.squid.logins(), IsEmpty());
}

TEST(GitCredentialHelper, KeepsWhatThePersonTypedOnceTheProxyTookIt) {
  GitThroughProxy git;
  git.sallyport.use_proxy(git.squid.port());
  ASSERT_EQ(git.sallyport({"settings", "set", "custom_proxy.authentication=true", "custom_proxy.username=alice"}).code,
            0);
  const std::string askpass = git.sallyport.home / "askpass";
  const auto answer_with = [&](const std::string& password) {
    git.sallyport.home.write("askpass", "#!/bin/sh\necho '" + password + "'\n");
    std::filesystem::permissions(askpass, std::filesystem::perms::owner_all);
    git.sallyport.environment.set("GIT_ASKPASS", askpass);
  };
  answer_with("wrong");
  const auto refused = git.clone();
  EXPECT_EQ(refused.code, 128);
  EXPECT_THAT(refused.messages, HasSubstr("407"));
  EXPECT_EQ(git.stored(), "no");

  answer_with(kCanary);
  const auto taken = git.clone();
  EXPECT_EQ(taken.code, 0) << taken.messages;
  EXPECT_THAT(taken.messages, HasSubstr("Stored the password of alice at 127.0.0.1:"));
  EXPECT_EQ(git.stored(), "yes");
  git.sallyport.environment.unset("GIT_ASKPASS");
  const auto again = git.clone();
  EXPECT_EQ(again.code, 0) << again.messages;
}

TEST(GitCredentialHelper, EndsAtAWrongPasswordForAnHttpSite) {
  GitThroughProxy git;
  git.sallyport.use_proxy(git.squid.port(), "alice", "wrong");
  const auto ended = git.clone();
  EXPECT_EQ(ended.code, 128);
  EXPECT_THAT(ended.messages, HasSubstr("407"));
  EXPECT_EQ(git.squid.logins().size(), 1U);
}

TEST(GitCredentialHelper, RemovesAWrongPasswordAndSendsItOnlyOnce) {
  GitThroughProxy git;
  git.sallyport.use_proxy(git.squid.port(), "alice", "wrong");
  const auto ended = git.clone("https://origin.test:" + std::to_string(git.repository.port()) + "/repository.git");
  EXPECT_EQ(ended.code, 128);
  EXPECT_THAT(ended.messages, AllOf(HasSubstr("407"), HasSubstr("refused the password of alice at 127.0.0.1:")));
  EXPECT_EQ(git.stored(), "no");
  const auto again = git.clone();
  EXPECT_EQ(again.code, 128);
  EXPECT_THAT(again.messages, HasSubstr("could not read Password"));
  EXPECT_EQ(git.squid.logins().size(), 1U);
}

TEST(GitCredentialHelper, LeavesSitesToOtherHelpers) {
  std::mutex mutex;
  std::vector<std::string> logins;
  const ScriptedServer site([&](boost::asio::ip::tcp::socket& socket) {
    const std::string head = read_until(socket, "\r\n\r\n");
    if (head.find("Authorization: ") == std::string::npos) {
      return send(socket,
                  "HTTP/1.1 401 Who?\r\nWWW-Authenticate: Basic realm=\"site\"\r\nContent-Length: 0\r\n"
                  "Connection: close\r\n\r\n");
    }
    {
      const std::lock_guard lock(mutex);
      logins.push_back(head);
    }
    send(socket, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
  });
  GitThroughProxy git;
  git.sallyport.use_proxy(git.squid.port(), "alice", kCanary);
  const std::string url = "http://origin.test:" + std::to_string(site.port()) + "/repository.git";
  EXPECT_THAT(git.clone(url).messages, HasSubstr("could not read Username for 'http://origin.test:"));
  git.configure("credential.helper", "!f() { test \"$1\" = get && echo username=site && echo password=other; }; f");
  (void)git.clone(url);
  const std::lock_guard lock(mutex);
  ASSERT_FALSE(logins.empty());
  EXPECT_THAT(logins, Each(HasSubstr("Authorization: Basic c2l0ZTpvdGhlcg==")));
}

TEST(GitCredentialHelper, AnswersAtTheEmptyLineWithoutWaitingForTheEnd) {
  SallyportSandbox sallyport(SALLYPORT_PROGRAM);
  const auto ended = sallyport.run(
      "/bin/sh",
      {"-c",
       "mkfifo \"$HOME/lines\"; '" + sallyport.program() +
           "' git-credential get <\"$HOME/lines\" & "
           "exec 3>\"$HOME/lines\"; printf 'protocol=https\\nhost=example.com\\n\\n' >&3; wait $!; echo ended $?"});
  EXPECT_EQ(ended.output, "ended 0\n") << ended.messages;
}

}  // namespace
}  // namespace sallyport
