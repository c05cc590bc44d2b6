#include "app/doctor/doctor.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <regex>
#include <set>

#include "app/load_settings.hpp"
#include "sallyport/core/bypass_rendering.hpp"
#include "support/fake_command_line.hpp"

namespace sallyport {
namespace {

using std::chrono::milliseconds;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

const Endpoint kProxy{ProxyProtocol::kHttp, "proxy.test", 8080};
const CredentialKey kAlice{kProxy, "alice"};
constexpr std::string_view kPassword = "s3cret:w@rd";
constexpr const char* kLogin = "alice:s3cret%3Aw%40rd@";

Environment environment_of(std::string_view name, std::string_view value) {
  Environment environment;
  environment.set(name, value);
  return environment;
}

class DoctorTest : public ::testing::Test {
 protected:
  DoctorTest() {
    machine.programs.programs["/fake/bin/sallyport"] = ClientKind::kPlain;
    machine.checker.report = {{{CheckStage::kTunnel, true, milliseconds(1), "It works.", ""}}, kProxy};
  }

  Doctor doctor() {
    return Doctor({machine.storage, machine.credentials, machine.system_proxy, machine.programs, machine.running_apps,
                   machine.supervisors, machine.menu, machine.checker, machine.configuration, machine.desktop_session},
                  Environment({{"HOME", "/home/a"}, {"PATH", "/bin"}}));
  }
  void use_custom_proxy(const std::vector<std::string>& more = {}) {
    std::vector<std::string> call = {"settings", "set", "custom_proxy.enabled=true", "custom_proxy.host=proxy.test"};
    call.insert(call.end(), more.begin(), more.end());
    ASSERT_EQ(machine(call), 0) << machine.err();
  }
  void write(const std::string& path, std::string text) { machine.configuration.files[path] = {std::move(text)}; }
  std::string& text_of(const std::string& path) { return machine.configuration.files.at(path).text; }

  std::vector<Finding> findings() {
    auto found = doctor().diagnose({});
    EXPECT_TRUE(found);
    std::set<std::string> ids;
    for (const Finding& each : *found) {
      EXPECT_TRUE(ids.insert(each.id).second) << each.id;
      for (const std::string& text : shown(each)) {
        EXPECT_THAT(text, Not(HasSubstr("s3cret")));
        EXPECT_THAT(text, Not(HasSubstr("w@rd")));
      }
    }
    return *std::move(found);
  }
  static std::vector<std::string> shown(const Finding& finding) {
    std::vector<std::string> texts = finding.evidence;
    texts.insert(texts.end(), {finding.id, finding.title, finding.advice});
    if (finding.fix) texts.insert(texts.end(), {finding.fix->description, finding.fix->diff});
    return texts;
  }
  std::vector<std::string> ids() {
    std::vector<std::string> ids;
    for (const Finding& each : findings()) ids.push_back(each.id);
    return ids;
  }
  Finding finding(const std::string& id) {
    for (const Finding& each : findings()) {
      if (each.id == id) return each;
    }
    ADD_FAILURE() << "no finding " << id;
    return {};
  }
  /// The report's sentences.
  std::vector<std::string> fix(const std::string& id) {
    const auto plan = doctor().preview_fix(id);
    if (!plan) {
      ADD_FAILURE() << plan.error().message;
      return {};
    }
    const auto report = doctor().apply_fix(*plan, {});
    if (!report) {
      ADD_FAILURE() << report.error().message;
      return {};
    }
    return report->sentences;
  }
  ErrorCode preview_error(const std::string& id) {
    const auto plan = doctor().preview_fix(id);
    EXPECT_FALSE(plan);
    return plan ? ErrorCode::kFailed : plan.error().code;
  }
  std::string stored() {
    const auto password = machine.credentials.password(kAlice);
    return password ? std::string(password->reveal()) : "";
  }

  FakeCommandLine machine;
};

// Variables.

TEST_F(DoctorTest, FindsNothingOnAMachineThatAgrees) {
  EXPECT_THAT(ids(), IsEmpty());
  use_custom_proxy();
  write("/home/a/.bashrc", "export http_proxy=http://proxy.test:8080/\nexport EDITOR=vi\n");
  write("/home/a/.gitconfig", "[http]\n\tproxy = http://proxy.test:8080\n");
  EXPECT_THAT(ids(), IsEmpty());
}

TEST_F(DoctorTest, FindsVariablesThatNameAnotherProxy) {
  use_custom_proxy({"custom_proxy.https=false"});
  write("/home/a/.bashrc", "# mine\nexport http_proxy=http://old.test:3128 https_proxy=http://proxy.test:8080\n");
  write("/home/a/.config/fish/config.fish", "set -gx ALL_PROXY socks5://other.test\n");
  write("/home/a/.config/environment.d/10.conf", "HTTP_PROXY=http://proxy.test:8080\nftp_proxy=no proxy\n");
  write("/etc/environment", "https_proxy=\n");
  EXPECT_THAT(ids(), ElementsAre("variable:~/.bashrc:2", "variable:~/.config/fish/config.fish:1",
                                 "variable:~/.config/environment.d/10.conf:2"));
  const Finding found = finding("variable:~/.bashrc:2");
  EXPECT_EQ(found.severity, Severity::kWarning);
  EXPECT_THAT(found.evidence,
              ElementsAre(AllOf(StartsWith("~/.bashrc:2: http_proxy=http://old.test:3128"), HasSubstr("custom proxy")),
                          StartsWith("~/.bashrc:2: https_proxy=http://proxy.test:8080")));
}

TEST_F(DoctorTest, LeavesVariablesToSettingsThatTakeThem) {
  write("/home/a/.profile", "export http_proxy=http://old.test:3128\n");
  EXPECT_THAT(ids(), ElementsAre("variable:~/.profile:1"));
  ASSERT_EQ(machine({"settings", "set", "system_proxy.respect_environment=true"}), 0);
  EXPECT_THAT(ids(), IsEmpty());
  ASSERT_EQ(machine({"settings", "set", "system_proxy.enabled=false"}), 0);
  EXPECT_THAT(ids(), ElementsAre("variable:~/.profile:1"));
}

TEST_F(DoctorTest, ComparesWithTheProxyOfTheSystem) {
  machine.system_proxy.current.mode = SystemProxyConfiguration::Mode::kManual;
  machine.system_proxy.current.socks = SystemProxyServer{{ProxyProtocol::kSocks5, "socks.test", 1080}, {}};
  write("/home/a/.zshrc", "export all_proxy=socks5h://socks.test:1080\nexport http_proxy=http://old.test:1\n");
  EXPECT_THAT(ids(), ElementsAre("variable:~/.zshrc:2"));
  machine.system_proxy.current = {};
  machine.system_proxy.current.mode = SystemProxyConfiguration::Mode::kAutomatic;
  machine.system_proxy.current.pac_url = "http://pac.test/p";
  EXPECT_THAT(finding("variable:~/.zshrc:1").evidence, ElementsAre(HasSubstr("http://pac.test/p")));
}

TEST_F(DoctorTest, SaysWhereABypassListDiffers) {
  use_custom_proxy({"custom_proxy.bypass=a.test, *.b.test"});
  write("/home/a/.profile", "export no_proxy=localhost,127.0.0.1,.a.test,A.test,b.test\n");
  EXPECT_THAT(ids(), IsEmpty());
  write("/home/a/.profile", "export no_proxy=a.test,c.test\n");
  const Finding found = finding("bypass:~/.profile:1");
  EXPECT_EQ(found.severity, Severity::kNote);
  EXPECT_THAT(found.evidence, Contains("only here: c.test; only in the settings: b.test"));
}

TEST_F(DoctorTest, TurnsALineOffAndNoOther) {
  const std::string before = "a=1\r\n  export http_proxy=http://old.test:3128\r\nb=2\r\n";
  write("/home/a/.profile", before);
  const auto sentences = fix("variable:~/.profile:2");
  EXPECT_EQ(text_of("/home/a/.profile"),
            "a=1\r\n  : # Turned off by Sallyport: export http_proxy=http://old.test:3128\r\nb=2\r\n");
  EXPECT_EQ(text_of("/home/a/.profile.sallyport-backup-1"), before);
  EXPECT_THAT(sentences, ElementsAre(HasSubstr("/home/a/.profile.sallyport-backup-1")));
  EXPECT_THAT(ids(), IsEmpty());
}

TEST_F(DoctorTest, LeavesABlockACommand) {
  use_custom_proxy();
  for (const char* block : {"if x; then\n  # why\n  @\nfi\n", "if x; then # why\n@\nfi&&y\n",
                            "while\n@\ndo\n@\ndone|y\n", "if cat <<E; then\nx\nE\n@\nfi\n", "{ # why\n@\n}\n", "@\n"}) {
    const auto with = [&](std::string_view command) {
      return std::regex_replace(block, std::regex("@"), std::string(command));
    };
    const std::string line = "export http_proxy=http://old.test:1";
    write("/home/a/.profile", with(line));
    for (const std::string& id : ids()) fix(id);
    EXPECT_EQ(text_of("/home/a/.profile"), with(": # Turned off by Sallyport: " + line));
  }
}

TEST_F(DoctorTest, ShowsWhatItWouldChange) {
  write("/home/a/.profile", "a=1\nexport http_proxy=http://alice:s3cret@old.test:3128\n");
  const Finding found = finding("variable:~/.profile:2");
  ASSERT_TRUE(found.fix);
  EXPECT_EQ(found.fix->diff,
            "--- ~/.profile\n@@ line 2 @@\n-export http_proxy=http://alice:***@old.test:3128\n"
            "+: # Turned off by Sallyport: export http_proxy=http://alice:***@old.test:3128\n");
  EXPECT_EQ(text_of("/home/a/.profile"), "a=1\nexport http_proxy=http://alice:s3cret@old.test:3128\n");
}

TEST_F(DoctorTest, ShowsNoPasswordOfWhatIsNoUrl) {
  for (const char* value : {"\"http://alice:my s3cret@old.test:99999\"", "'http://alice:x\"s3cret@old.test:99999'",
                            "http://alice:'s3cret'@old.test:99999"}) {
    write("/home/a/.profile", std::string("export http_proxy=") + value + "\n");
    const Finding found = finding("variable:~/.profile:1");
    EXPECT_THAT(found.evidence, Each(Not(HasSubstr("s3cret"))));
    ASSERT_TRUE(found.fix);
    EXPECT_THAT(found.fix->diff, AllOf(HasSubstr("http_proxy="), Not(HasSubstr("s3cret"))));
  }
}

TEST_F(DoctorTest, KeepsThePasswordOfALineThatItTurnsOff) {
  write("/home/a/.profile", "export http_proxy=http://alice:s3cret%3Aw%40rd@proxy.test:8080\n");
  EXPECT_THAT(finding("password:~/.profile:1").advice, HasSubstr("variable:~/.profile:1"));
  EXPECT_EQ(preview_error("password:~/.profile:1"), ErrorCode::kUnsupported);
  fix("variable:~/.profile:1");
  EXPECT_EQ(text_of("/home/a/.profile"),
            ": # Turned off by Sallyport: export http_proxy=http://alice:***@proxy.test:8080\n");
  EXPECT_EQ(stored(), kPassword);
  EXPECT_THAT(ids(), IsEmpty());
}

TEST_F(DoctorTest, LeavesLinesThatDoMoreToTheUser) {
  for (const char* line :
       {"[ -f x ] && export http_proxy=http://old.test:1\n", "export A=b http_proxy=http://old.test:1\n"}) {
    write("/home/a/.profile", line);
    EXPECT_FALSE(finding("variable:~/.profile:1").fix);
    EXPECT_THAT(finding("variable:~/.profile:1").advice, HasSubstr("by hand"));
  }
}

TEST_F(DoctorTest, FollowsALinkAndSaysSo) {
  write("/home/a/dotfiles/bashrc", "export http_proxy=http://old.test:1\n");
  machine.configuration.links["/home/a/.bashrc"] = "/home/a/dotfiles/bashrc";
  const Finding found = finding("variable:~/.bashrc:1");
  EXPECT_THAT(found.evidence, Contains("~/.bashrc is a link to /home/a/dotfiles/bashrc."));
  ASSERT_TRUE(found.fix);
  EXPECT_THAT(found.fix->description, HasSubstr("/home/a/dotfiles/bashrc"));
  fix(found.id);
  EXPECT_THAT(text_of("/home/a/dotfiles/bashrc"), StartsWith(": # Turned off"));
  EXPECT_EQ(machine.configuration.links.size(), 1U);
}

TEST_F(DoctorTest, DoesNotChangeTheFilesOfOthers) {
  machine.configuration.files["/etc/environment"] = {"http_proxy=http://old.test:1\n", "root"};
  const Finding found = finding("variable:/etc/environment:1");
  EXPECT_FALSE(found.fix);
  EXPECT_THAT(found.advice, HasSubstr("belongs to root"));
  EXPECT_EQ(preview_error(found.id), ErrorCode::kUnsupported);
}

TEST_F(DoctorTest, RefusesAFileThatChangedSinceTheLook) {
  write("/home/a/.profile", "export http_proxy=http://alice:s3cret%3Aw%40rd@proxy.test:8080\n");
  const auto plan = doctor().preview_fix("variable:~/.profile:1");
  ASSERT_TRUE(plan);
  write("/home/a/.profile", "mine\n");
  const auto report = doctor().apply_fix(*plan, {});
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().code, ErrorCode::kIo);
  EXPECT_EQ(text_of("/home/a/.profile"), "mine\n");
  EXPECT_EQ(machine.credentials.size(), 0U);
}

TEST_F(DoctorTest, SaysWhatItCouldNotLookAt) {
  write("/home/a/.profile", std::string("export http_proxy=http://old.test:1\n\0", 37));
  write("/home/a/.zshrc", std::string(std::size_t{10} << 20U, 'x'));
  machine.configuration.unreadable["/home/a/.bashrc"] = {ErrorCode::kIo, "It cannot be read: Permission denied."};
  EXPECT_THAT(ids(), ElementsAre("file:~/.profile", "file:~/.bashrc", "file:~/.zshrc"));
  EXPECT_THAT(finding("file:~/.bashrc").evidence, ElementsAre("It cannot be read: Permission denied."));
  EXPECT_EQ(finding("file:~/.bashrc").severity, Severity::kNote);
  EXPECT_EQ(preview_error("file:~/.bashrc"), ErrorCode::kUnsupported);
}

TEST_F(DoctorTest, FindsVariablesOfTheSession) {
  machine.desktop_session.manager = Environment({{"http_proxy", "http://old.test:1"}, {"LANG", "C"}});
  const Finding found = finding("variable:systemd:http_proxy");
  ASSERT_TRUE(found.fix);
  EXPECT_EQ(found.fix->diff, "--- environment of the session\n-http_proxy=http://old.test:1\n");
  EXPECT_THAT(fix(found.id), ElementsAre("The session's environment no longer has http_proxy."));
  EXPECT_EQ(machine.desktop_session.manager->find("http_proxy"), nullptr);
  EXPECT_NE(machine.desktop_session.manager->find("LANG"), nullptr);
  machine.desktop_session.error = Error{ErrorCode::kTimedOut, "There was no answer in time."};
  EXPECT_EQ(finding("session:manager").severity, Severity::kNote);
}

TEST_F(DoctorTest, FindsVariablesOfItsOwnEnvironmentThatNoFileSets) {
  const auto ids_with = [&](const Environment& environment) {
    Doctor doctor({machine.storage, machine.credentials, machine.system_proxy, machine.programs, machine.running_apps,
                   machine.supervisors, machine.menu, machine.checker, machine.configuration, machine.desktop_session},
                  environment);
    std::vector<std::string> ids;
    const auto found = doctor.diagnose({});
    for (const Finding& each : found.value()) ids.push_back(each.id);
    return ids;
  };
  const Environment environment({{"HOME", "/home/a"}, {"http_proxy", "http://127.0.0.1:4444"}});
  EXPECT_THAT(ids_with(environment), ElementsAre("variable:environment:http_proxy"));
  write("/home/a/.profile", "export http_proxy=http://127.0.0.1:4444\n");
  EXPECT_THAT(ids_with(environment), ElementsAre("variable:~/.profile:1"));
  write("/home/a/.profile", "");
  SupervisorStatus relay;
  relay.relay_port = 4444;
  machine.supervisors.running = {relay};
  EXPECT_THAT(ids_with(environment), IsEmpty());
}

// Passwords.

TEST_F(DoctorTest, MovesAPasswordOutOfAVariable) {
  use_custom_proxy();
  write("/home/a/.profile", std::string("export https_proxy=\"http://") + kLogin + "proxy.test:8080\"\n");
  const Finding found = finding("password:~/.profile:1");
  EXPECT_EQ(found.severity, Severity::kProblem);
  EXPECT_THAT(found.title, HasSubstr("alice at proxy.test:8080"));
  EXPECT_THAT(found.evidence, Contains("Read by: programs that are started from a shell"));
  EXPECT_THAT(found.evidence, Contains(HasSubstr("644")));
  ASSERT_TRUE(found.fix);
  EXPECT_THAT(found.fix->description, AllOf(HasSubstr("sallyport run"), HasSubstr("wants a login, as alice")));
  const auto sentences = fix(found.id);
  EXPECT_EQ(text_of("/home/a/.profile"), "export https_proxy=\"http://proxy.test:8080\"\n");
  EXPECT_EQ(stored(), kPassword);
  EXPECT_THAT(sentences, Contains(HasSubstr("still has the password")));
  const auto settings = load_settings(machine.storage);
  EXPECT_TRUE(settings->proxy.custom_proxy.authentication);
  EXPECT_EQ(settings->proxy.custom_proxy.username, "alice");
  EXPECT_THAT(ids(), IsEmpty());
}

TEST_F(DoctorTest, SaysWhyTheSettingsDoNotTakeALogin) {
  use_custom_proxy();
  write("/home/a/.npmrc", "proxy=http://alice:s3cret@proxy.test:8080\n");
  const auto plan = doctor().preview_fix("password:~/.npmrc:1");
  ASSERT_TRUE(plan);
  machine.storage.text = "version = [";
  const auto report = doctor().apply_fix(*plan, {});
  ASSERT_TRUE(report);
  EXPECT_EQ(stored(), "s3cret");
  EXPECT_THAT(report->sentences.back(), AllOf(StartsWith("The settings could not be changed: "), HasSubstr("as alice"),
                                              Not(HasSubstr("s3cret"))));
  EXPECT_EQ(machine.storage.text, "version = [");
}

TEST_F(DoctorTest, LeavesWhatTheKeychainHasAlready) {
  use_custom_proxy({"custom_proxy.authentication=true", "custom_proxy.username=alice"});
  ASSERT_TRUE(machine.credentials.store(kAlice, Secret("newer"), {}));
  write("/home/a/.npmrc", "proxy=http://alice:s3cret@proxy.test:8080\nregistry=x\n");
  EXPECT_THAT(fix("password:~/.npmrc:1"), Contains(HasSubstr("another password")));
  EXPECT_EQ(stored(), "newer");
  EXPECT_EQ(text_of("/home/a/.npmrc"),
            "# Turned off by Sallyport: proxy=http://alice:***@proxy.test:8080\nregistry=x\n");
}

TEST_F(DoctorTest, ChangesNothingWhenTheKeychainDoesNotTakeThePassword) {
  use_custom_proxy();
  write("/home/a/.npmrc", "proxy=http://alice:s3cret@proxy.test:8080\n");
  machine.credentials.fail(FakeCredentialStore::Step::kStore, ErrorCode::kKeychainAbsent);
  const auto plan = doctor().preview_fix("password:~/.npmrc:1");
  ASSERT_TRUE(plan);
  const auto report = doctor().apply_fix(*plan, {});
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().code, ErrorCode::kKeychainAbsent);
  EXPECT_EQ(machine.configuration.files.size(), 1U);
  EXPECT_EQ(text_of("/home/a/.npmrc"), "proxy=http://alice:s3cret@proxy.test:8080\n");
  EXPECT_FALSE(load_settings(machine.storage)->proxy.custom_proxy.authentication);
}

TEST_F(DoctorTest, HasGitAskForThePassword) {
  use_custom_proxy();
  write("/home/a/.gitconfig",
        std::string("[http]\n\tproxy = http://") + kLogin + "proxy.test:8080 ; x\n[user]\n\tname = a");
  fix("password:~/.gitconfig:2");
  EXPECT_EQ(text_of("/home/a/.gitconfig"),
            "[http]\n\tproxy = http://alice@proxy.test:8080 ; x\n[user]\n\tname = a\n"
            "[credential \"http://proxy.test:8080\"]\n    helper = !sallyport git-credential\n");
  EXPECT_EQ(stored(), kPassword);
  EXPECT_THAT(ids(), IsEmpty());
}

TEST_F(DoctorTest, LeavesTheHelperOfGitThatIsThere) {
  use_custom_proxy();
  const std::string helper = "[credential]\n\thelper = !sallyport git-credential\n";
  write("/home/a/.config/git/config", helper + "[http]\n\tproxy = http://alice:s3cret@proxy.test:8080\n");
  fix("password:~/.config/git/config:4");
  EXPECT_EQ(text_of("/home/a/.config/git/config"), helper + "[http]\n\tproxy = http://alice@proxy.test:8080\n");
}

TEST_F(DoctorTest, HasGitAskBesideAHelperForAnotherProxy) {
  use_custom_proxy();
  const std::string helper = "[credential \"http://old.test:1\"]\n\thelper = !sallyport git-credential\n";
  write("/home/a/.gitconfig", helper + "[http]\n\tproxy = http://alice:s3cret@proxy.test:8080\n");
  fix("password:~/.gitconfig:4");
  EXPECT_THAT(text_of("/home/a/.gitconfig"), HasSubstr("[credential \"http://proxy.test:8080\"]\n"));
}

TEST_F(DoctorTest, LeavesAPasswordThatGoesOnInTheNextLineToTheUser) {
  use_custom_proxy();
  write("/home/a/.gitconfig", "[http]\n\tproxy = http://alice:s3\\\ncret@proxy.test:8080\n");
  write("/home/a/.config/pip/pip.conf", "[global]\nproxy =\n  http://alice:s3cret@proxy.test:8080\n");
  EXPECT_THAT(ids(), ElementsAre("password:~/.gitconfig:2", "password:~/.config/pip/pip.conf:3"));
  for (const Finding& found : findings()) {
    EXPECT_FALSE(found.fix);
    EXPECT_THAT(found.advice, AllOf(HasSubstr("Line "), HasSubstr("by hand")));
  }
}

TEST_F(DoctorTest, LooksAtWhatGitIncludes) {
  use_custom_proxy();
  const std::string proxy = "[http]\n\tproxy = http://alice:s3cret@proxy.test:8080\n";
  write("/home/a/.gitconfig",
        "[include]\n path = git/work\n path = gone\n path = ./.gitconfig\n path = ~other/x\n"
        "[includeIf \"gitdir:~/code/\"]\n path = ~/more\n[include]\n path = .config/git/config\n path = again\n");
  write("/home/a/git/work", "[include]\n path = sub/deep\n path = /opt/git\n");
  write("/home/a/more", proxy);
  write("/home/a/git/sub/deep", proxy);
  write("/opt/git", proxy);
  write("/home/a/.config/git/config", proxy);
  machine.configuration.links["/home/a/again"] = "/home/a/more";
  EXPECT_THAT(ids(), ElementsAre("password:~/git/sub/deep:2", "password:/opt/git:2", "password:~/more:2",
                                 "password:~/.config/git/config:2"));
  EXPECT_THAT(finding("password:~/git/sub/deep:2").evidence, Contains("~/git/sub/deep is included by ~/git/work."));
  fix("password:~/more:2");
  EXPECT_THAT(text_of("/home/a/more"), HasSubstr("proxy = http://alice@proxy.test:8080\n[credential "));
  machine.configuration.unreadable["/home/a/git/sub/deep"] = {ErrorCode::kIo, "No."};
  EXPECT_EQ(finding("file:~/git/sub/deep").severity, Severity::kNote);
}

TEST_F(DoctorTest, FollowsGitAsDeepAsGitDoes) {
  use_custom_proxy();
  write("/home/a/.gitconfig", "[include]\npath = 1\n");
  for (int i = 1; i <= 12; ++i) {
    write("/home/a/" + std::to_string(i),
          "[include]\npath = " + std::to_string(i + 1) + "\n[http]\nproxy = http://alice:s3cret@proxy.test:8080\n");
  }
  EXPECT_EQ(ids().size(), 10U);
}

TEST_F(DoctorTest, MovesThePasswordsOfCurlAndWgetWithWhatMeansNothingWithoutThem) {
  use_custom_proxy();
  write("/home/a/.curlrc", "silent\nproxy = proxy.test:8080\nproxy-user = \"alice:s3cret:w@rd\"\n");
  write("/home/a/.wgetrc",
        "https_proxy = http://proxy.test:8080\nproxy_user = alice\nproxy_password = s3cret\nquiet = on\n");
  EXPECT_THAT(ids(), ElementsAre("password:~/.curlrc:3", "password:~/.wgetrc:3"));
  fix("password:~/.curlrc:3");
  EXPECT_EQ(stored(), kPassword);
  EXPECT_EQ(
      text_of("/home/a/.curlrc"),
      "silent\n# Turned off by Sallyport: proxy = proxy.test:8080\n# Turned off by Sallyport: proxy-user = \"***\"\n");
  fix("password:~/.wgetrc:3");
  EXPECT_EQ(
      text_of("/home/a/.wgetrc"),
      "# Turned off by Sallyport: https_proxy = http://proxy.test:8080\n# Turned off by Sallyport: proxy_user = alice\n"
      "# Turned off by Sallyport: proxy_password = ***\nquiet = on\n");
  EXPECT_THAT(ids(), ElementsAre());
}

TEST_F(DoctorTest, MovesThePasswordOfPip) {
  use_custom_proxy();
  write("/home/a/.config/pip/pip.conf", "[global]\nproxy = alice:s3cret@proxy.test:8080\n");
  fix("password:~/.config/pip/pip.conf:2");
  EXPECT_EQ(text_of("/home/a/.config/pip/pip.conf"),
            "[global]\n# Turned off by Sallyport: proxy = alice:***@proxy.test:8080\n");
  EXPECT_EQ(stored(), "s3cret");
}

TEST_F(DoctorTest, MovesThePasswordOfAnEditorThatSallyportStarts) {
  use_custom_proxy();
  const std::string path = "/home/a/.config/Code/User/settings.json";
  write(path, "{\n  \"http.proxy\": \"http://alice:s3cret@proxy.test:8080\",\n  \"a\": 1\n}\n");
  EXPECT_THAT(finding("password:~/.config/Code/User/settings.json:2").advice, HasSubstr("client import"));
  ASSERT_EQ(machine({"client", "add", "--name", "VS Code", "--", "/usr/bin/code"}), 0);
  fix("password:~/.config/Code/User/settings.json:2");
  EXPECT_EQ(text_of(path),
            "{\n  // Turned off by Sallyport: \"http.proxy\": \"http://alice:***@proxy.test:8080\",\n  \"a\": 1\n}\n");
}

TEST_F(DoctorTest, ReportsPasswordsThatItCannotServe) {
  use_custom_proxy();
  machine.configuration.files["/etc/apt/apt.conf.d/80proxy"] = {
      "Acquire::http::Proxy \"http://alice:s3cret@proxy.test:8080\";\n", "root"};
  write("/home/a/.docker/config.json",
        R"({"proxies":{"default":{"httpsProxy":"http://alice:s3cret@proxy.test:8080"}}})");
  write("/home/a/.config/VSCodium/User/settings.json", "{\"http.proxyAuthorization\": \"Basic s3cret\"}\n");
  write("/home/a/.gitconfig", "[http]\nproxy = http://alice:s3cret@other.test:1\n");
  const auto found = findings();
  EXPECT_EQ(found.size(), 4U);
  for (const Finding& each : found) {
    EXPECT_FALSE(each.fix) << each.id;
    EXPECT_THAT(each.advice, Not(IsEmpty())) << each.id;
    EXPECT_EQ(each.severity, Severity::kProblem);
  }
  EXPECT_THAT(finding("password:~/.gitconfig:2").advice, HasSubstr("name this proxy"));
}

TEST_F(DoctorTest, LeavesThePasswordOfAUserWhomTheSettingsDoNotName) {
  use_custom_proxy({"custom_proxy.authentication=true", "custom_proxy.username=bob"});
  write("/home/a/.gitconfig", "[http]\nproxy = http://alice:s3cret@proxy.test:8080\n");
  EXPECT_FALSE(finding("password:~/.gitconfig:2").fix);
  EXPECT_THAT(finding("password:~/.gitconfig:2").advice, HasSubstr("as bob"));
}

TEST_F(DoctorTest, TakesNoExampleForAPassword) {
  use_custom_proxy();
  write("/home/a/.npmrc", "proxy=http://user:password@proxy.test:8080\nhttps-proxy=http://alice@proxy.test:8080\n");
  write("/home/a/.profile", "export http_proxy=http://$USER:$PASS@proxy.test:8080\n#http_proxy=http://a:b@c:1\n");
  EXPECT_THAT(ids(), IsEmpty());
}

TEST_F(DoctorTest, FindsAPasswordThatIsFilledIn) {
  use_custom_proxy();
  write("/home/a/.profile", "PROXY=http://alice:s3cret@proxy.test:8080\nexport http_proxy=$PROXY\n");
  EXPECT_THAT(ids(), ElementsAre("password:~/.profile:1"));
  write("/home/a/.profile", "P=alice:s3cret\nexport http_proxy=http://$P@proxy.test:8080\n");
  EXPECT_THAT(finding("password:~/.profile:2").advice, HasSubstr("by hand"));
}

TEST_F(DoctorTest, MovesAPasswordOutOfWhereAShellFilesLinesHaveIt) {
  use_custom_proxy();
  const std::string at = std::string("http://") + kLogin + "proxy.test:8080";
  for (const char* line : {"alias c='http_proxy=@ curl' d=e\n", "alias c=\"http_proxy=@ curl $x\"\n",
                           "alias c=\"http_proxy=${http_proxy:-@} curl\"\n",
                           "alias c='http_proxy=${http_proxy:-@} curl'\n", "export http_proxy=${http_proxy:-@}\n",
                           "export http_proxy=\"${PROXY:-\"@\"}\" A=b\n", ": ${http_proxy:=${HTTP_PROXY:-@}}\n",
                           "curl -x ${http_proxy:-@} x\n", "export http_proxy=$'@'\n", "export -n http_proxy=@\n"}) {
    const auto with = [&](const std::string& url) { return std::regex_replace(line, std::regex("@"), url); };
    write("/home/a/.bashrc", with(at));
    fix("password:~/.bashrc:1");
    EXPECT_EQ(text_of("/home/a/.bashrc"), with("http://proxy.test:8080"));
    EXPECT_EQ(stored(), kPassword);
    EXPECT_THAT(ids(), IsEmpty());
  }
}

TEST_F(DoctorTest, LeavesAPasswordThatIsNotSpelledOutToTheUser) {
  use_custom_proxy();
  for (const char* line : {"alias c=http_proxy=http://alice:s3cret\\@proxy.test:8080\\ curl\n",
                           "export http_proxy=$'http://alice:s3cret\\x40proxy.test:8080'\n",
                           "export http_proxy=${PROXY:-http://alice:'s3cret'@proxy.test:8080}\n"}) {
    write("/home/a/.bashrc", line);
    const Finding found = finding("password:~/.bashrc:1");
    EXPECT_FALSE(found.fix);
    EXPECT_THAT(found.advice, AllOf(HasSubstr("Line 1"), HasSubstr("by hand")));
  }
}

TEST_F(DoctorTest, ShowsNoPasswordOfOneThatLiesWithinAnother) {
  use_custom_proxy();
  const std::string rest =
      "export a_proxy=$(x)${b_proxy:-http://bob:s3cret@other.test:1} # http://carol:s3cret@third.test\n";
  write("/home/a/.bashrc", "export http_proxy=http://alice:s3cret@proxy.test:8080; " + rest);
  for (const Finding& found : findings()) EXPECT_EQ(found.id, "password:~/.bashrc:1");
  write("/home/a/.bashrc",
        "export http_proxy=http://alice:s3cret@proxy.test:8080; export a_proxy=$(x)${b_proxy:-bob:hidden}\n");
  const Finding found = finding("password:~/.bashrc:1");
  ASSERT_TRUE(found.fix);
  EXPECT_THAT(found.fix->diff, HasSubstr("+export http_proxy=http://proxy.test:8080; "
                                         "export a_proxy=$(x)${b_proxy:-bob:hidden}\n--- "));
}

TEST_F(DoctorTest, LeavesVariablesThatAreNotExported) {
  write("/home/a/.bashrc",
        "export http_proxy=http://old.test:1\nexport -n http_proxy\nalias c='http_proxy=q:1 curl'\n");
  write("/home/a/.config/fish/config.fish", "set -gu http_proxy http://old.test:1\n");
  EXPECT_THAT(ids(), IsEmpty());
}

TEST_F(DoctorTest, MovesThePasswordOfTheDesktop) {
  machine.system_proxy.current.mode = SystemProxyConfiguration::Mode::kManual;
  machine.system_proxy.current.http = SystemProxyServer{kProxy, Credential{"alice", Secret(kPassword)}};
  machine.system_proxy.current.https = SystemProxyServer{kProxy, {}};
  const Finding found = finding("password:gnome");
  EXPECT_THAT(found.evidence, Contains(HasSubstr("authentication-password")));
  fix(found.id);
  EXPECT_EQ(machine.desktop_session.forgotten, 1);
  EXPECT_EQ(stored(), kPassword);
  EXPECT_EQ(load_settings(machine.storage)->proxy.system_proxy.username, "alice");
  machine.system_proxy.current.source = "KDE";
  EXPECT_FALSE(finding("password:kde").fix);
}

TEST_F(DoctorTest, ForgetsAgainWhatItStoredWhenTheDesktopKeepsItsPassword) {
  machine.system_proxy.current.mode = SystemProxyConfiguration::Mode::kManual;
  machine.system_proxy.current.http = SystemProxyServer{kProxy, Credential{"alice", Secret(kPassword)}};
  const auto plan = doctor().preview_fix("password:gnome");
  ASSERT_TRUE(plan);
  machine.desktop_session.error = Error{ErrorCode::kFailed, "No."};
  EXPECT_FALSE(doctor().apply_fix(*plan, {}));
  EXPECT_EQ(machine.credentials.size(), 0U);
}

TEST_F(DoctorTest, MovesThePasswordOfTheSession) {
  use_custom_proxy();
  machine.desktop_session.manager = environment_of("HTTPS_PROXY", std::string("http://") + kLogin + "proxy.test:8080");
  fix("password:systemd:HTTPS_PROXY");
  EXPECT_EQ(stored(), kPassword);
  EXPECT_THAT(machine.desktop_session.manager->variables(), IsEmpty());
}

// The keychain.

TEST_F(DoctorTest, SaysWhatTheKeychainLacks) {
  use_custom_proxy({"custom_proxy.authentication=true", "custom_proxy.username=alice"});
  EXPECT_THAT(ids(), ElementsAre("proxy:password"));
  EXPECT_THAT(finding("proxy:password").advice, HasSubstr("sallyport credential set custom"));
  ASSERT_TRUE(machine.credentials.store(kAlice, Secret(kPassword), {}));
  EXPECT_THAT(ids(), IsEmpty());
  machine.credentials.set_locked(true);
  EXPECT_THAT(ids(), ElementsAre("keychain:locked"));
  machine.credentials.fail_all(ErrorCode::kKeychainAbsent);
  EXPECT_THAT(ids(), ElementsAre("keychain:absent"));
  machine.credentials.fail_all(ErrorCode::kTimedOut);
  EXPECT_THAT(ids(), ElementsAre("keychain:failed"));
  for (const auto& [step, key] : machine.credentials.calls()) EXPECT_NE(step, FakeCredentialStore::Step::kFind);
}

TEST_F(DoctorTest, AsksNoKeychainWhereNoPasswordIsNeeded) {
  use_custom_proxy();
  machine.credentials.fail_all(ErrorCode::kKeychainAbsent);
  EXPECT_THAT(ids(), IsEmpty());
}

TEST_F(DoctorTest, ClosesTheFolderOfTheKeyring) {
  const std::string folder = "/home/a/.local/share/keyrings";
  machine.configuration.folders[folder] = {"", 0700};
  EXPECT_THAT(ids(), IsEmpty());
  machine.configuration.folders[folder] = {"root", 0755};
  EXPECT_FALSE(finding("keychain:folder").fix);
  machine.configuration.folders[folder] = {"", 0755};
  fix("keychain:folder");
  EXPECT_EQ(machine.configuration.folders[folder].mode, 0700U);
}

// The way to the proxy.

TEST_F(DoctorTest, TriesTheWayToTheProxyInForce) {
  EXPECT_THAT(ids(), IsEmpty());
  EXPECT_THAT(machine.checker.targets, IsEmpty());
  use_custom_proxy();
  machine.checker.report = {{{CheckStage::kSettings, true, milliseconds(1), "", ""},
                             {CheckStage::kProxyAuth, false, milliseconds(9), "It speaks SSH.", "Correct the port."}},
                            kProxy};
  const Finding found = finding("connection:proxy-auth");
  EXPECT_THAT(found.title, HasSubstr("http://proxy.test:8080"));
  EXPECT_THAT(found.evidence, Contains("It speaks SSH."));
  EXPECT_EQ(found.advice, "Correct the port.");
}

TEST_F(DoctorTest, LeavesWhatLiesBehindTheProxy) {
  use_custom_proxy();
  machine.checker.report = {{{CheckStage::kTunnel, false, milliseconds(1), "Forbidden.", ""}}, kProxy};
  EXPECT_EQ(finding("connection:tunnel").severity, Severity::kNote);
  machine.checker.report = {{{CheckStage::kTls, false, milliseconds(1), "Bad.", ""}}, kProxy};
  EXPECT_THAT(ids(), IsEmpty());
}

TEST_F(DoctorTest, DoesNotTryTheWayForAFixNorWithoutThePassword) {
  use_custom_proxy({"custom_proxy.authentication=true", "custom_proxy.username=alice"});
  write("/home/a/.npmrc", "proxy=http://alice:s3cret@proxy.test:8080\n");
  EXPECT_THAT(ids(), Contains("proxy:password"));
  EXPECT_TRUE(doctor().preview_fix("password:~/.npmrc:1"));
  EXPECT_THAT(machine.checker.targets, IsEmpty());
}

TEST_F(DoctorTest, FindsProxiesThatDisagree) {
  use_custom_proxy({"system_proxy.enabled=true"});
  machine.system_proxy.current.mode = SystemProxyConfiguration::Mode::kManual;
  machine.system_proxy.current.http = SystemProxyServer{kProxy, {}};
  EXPECT_THAT(ids(), IsEmpty());
  machine.system_proxy.current.http->endpoint.port = 1;
  EXPECT_EQ(finding("proxy:both").severity, Severity::kNote);
}

TEST_F(DoctorTest, RepeatsWhatTheDesktopCannotUse) {
  machine.system_proxy.current.mode = SystemProxyConfiguration::Mode::kManual;
  EXPECT_THAT(ids(), IsEmpty());
  machine.system_proxy.current.note = "The port of the HTTP proxy cannot be used.";
  EXPECT_THAT(finding("proxy:system").evidence, ElementsAre("The port of the HTTP proxy cannot be used."));
  use_custom_proxy();
  EXPECT_THAT(ids(), Not(Contains("proxy:system"))) << "the custom proxy is in force";
}

TEST_F(DoctorTest, FindsScriptsThatDoNotWork) {
  machine.system_proxy.current.mode = SystemProxyConfiguration::Mode::kAutomatic;
  machine.system_proxy.current.pac_url = "http://pac.test/p";
  machine.system_proxy.pac_answers = {std::nullopt};
  EXPECT_THAT(ids(), IsEmpty());
  machine.desktop_session.missing = {"libproxy1-plugin-webkit"};
  EXPECT_THAT(finding("pac:runner").advice, HasSubstr("apt install libproxy1-plugin-webkit"));
}

class ScriptThatDoesNotLoad : public FakeSystemProxy {
 public:
  Result<std::vector<std::optional<SystemProxyServer>>> resolve(const std::string& /*url*/, milliseconds /*timeout*/,
                                                                const std::stop_token& /*stop*/) override {
    return failure(ErrorCode::kFailed, "The script cannot be loaded.");
  }
};

TEST_F(DoctorTest, FindsAScriptThatDoesNotLoad) {
  ScriptThatDoesNotLoad system;
  system.current.mode = SystemProxyConfiguration::Mode::kAutomatic;
  Doctor doctor({machine.storage, machine.credentials, system, machine.programs, machine.running_apps,
                 machine.supervisors, machine.menu, machine.checker, machine.configuration, machine.desktop_session},
                Environment());
  const auto found = doctor.diagnose({});
  ASSERT_TRUE(found);
  ASSERT_EQ(found->size(), 1U);
  EXPECT_EQ(found->front().id, "pac:script");
  EXPECT_THAT(found->front().evidence, ElementsAre("The script cannot be loaded."));
  EXPECT_THAT(found->front().advice, HasSubstr("the system's proxy script (PAC)"));
  EXPECT_THAT(machine.checker.targets, IsEmpty());
}

// Clients.

TEST_F(DoctorTest, FindsClientsThatRunWithOldThings) {
  ASSERT_EQ(machine({"client", "add", "--name", "Postman", "--", "postman"}), 0);
  SupervisorStatus stale;
  stale.supervisor_pid = 20;
  stale.pid = 21;
  stale.client_id = "postman";
  stale.environment = EnvironmentState::kCurrent;
  machine.supervisors.running = {stale};
  EXPECT_THAT(ids(), IsEmpty());
  machine.supervisors.running.front().environment = EnvironmentState::kStale;
  EXPECT_THAT(finding("client:postman:21").advice, HasSubstr("sallyport restart postman"));
}

TEST_F(DoctorTest, FindsClientsThatWereStartedWithAnotherProxy) {
  ASSERT_EQ(machine({"client", "add", "--name", "Postman", "--", "postman"}), 0);
  machine.running_apps.apps = {{30, 1, "/bin/postman", {"postman"}, {}}};
  machine.running_apps.environments[30] = environment_of("LANG", "C");
  EXPECT_THAT(ids(), IsEmpty());
  machine.running_apps.environments[30] = environment_of("HTTP_PROXY", "http://alice:s3cret@old.test:1");
  EXPECT_THAT(finding("client:postman:30").evidence, ElementsAre(HasSubstr("HTTP_PROXY=http://alice:***@old.test:1")));
}

TEST_F(DoctorTest, FindsClientsWhoseRelayIsGone) {
  use_custom_proxy();
  ASSERT_EQ(machine({"client", "add", "--name", "Postman", "--", "postman"}), 0);
  Environment& given = machine.running_apps.environments[30];
  for (const char* name : {"http_proxy", "https_proxy"}) given.set(name, "http://127.0.0.1:4711");
  given.set("no_proxy", render_no_proxy({}));
  machine.running_apps.apps = {{30, 1, "/bin/postman", {"postman"}, {}}};
  const Finding found = finding("client:postman:30");
  EXPECT_EQ(found.severity, Severity::kProblem);
  EXPECT_THAT(found.advice, HasSubstr("sallyport launch postman"));
}

TEST_F(DoctorTest, FindsMenuEntriesThatStartNothing) {
  ASSERT_EQ(machine({"client", "add", "--name", "Postman", "--menu", "--", "postman"}), 0);
  EXPECT_THAT(ids(), IsEmpty());
  auto& entry = machine.menu.entries.at("sallyport-postman.desktop");
  entry.program = "/gone/sallyport";
  EXPECT_THAT(finding("menu:postman").title, HasSubstr("gone"));
  fix("menu:postman");
  EXPECT_THAT(ids(), IsEmpty());
  entry.problem = "It cannot be read.";
  EXPECT_THAT(finding("menu:postman").evidence, ElementsAre("It cannot be read."));
  entry.problem.clear();
  machine.programs.programs.erase("postman");
  EXPECT_FALSE(finding("menu:postman").fix);
}

// All of it.

TEST_F(DoctorTest, PutsTheGravestFirst) {
  use_custom_proxy({"custom_proxy.bypass=a.test"});
  write("/home/a/.profile", "export no_proxy=b\nexport http_proxy=http://old.test:1\n");
  write("/home/a/.npmrc", "proxy=http://alice:s3cret@proxy.test:8080\n");
  EXPECT_THAT(ids(), ElementsAre("password:~/.npmrc:1", "variable:~/.profile:2", "bypass:~/.profile:1"));
}

TEST_F(DoctorTest, StopsWhenToldTo) {
  use_custom_proxy();
  write("/home/a/.profile", "export http_proxy=http://old.test:1\n");
  std::stop_source stop;
  stop.request_stop();
  const auto found = doctor().diagnose(stop.get_token());
  ASSERT_TRUE(found);
  EXPECT_THAT(*found, IsEmpty());
  EXPECT_THAT(machine.checker.targets, IsEmpty());
}

TEST_F(DoctorTest, RefusesSettingsThatCannotBeUsed) {
  machine.storage.text = "version = [";
  const auto found = doctor().diagnose({});
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().code, ErrorCode::kInvalidSettings);
  EXPECT_EQ(preview_error("x"), ErrorCode::kInvalidSettings);
}

TEST_F(DoctorTest, KnowsNoOtherIds) {
  for (const char* id : {"", "x", "variable:~/.profile:1"}) EXPECT_EQ(preview_error(id), ErrorCode::kUnknownName);
}

// The verb.

TEST(DoctorVerb, SaysThatNothingWasFound) {
  FakeCommandLine sallyport;
  EXPECT_EQ(sallyport({"doctor"}), 0);
  EXPECT_EQ(sallyport.out(), "Nothing found.\n");
  EXPECT_EQ(sallyport({"doctor", "--json"}), 0);
  EXPECT_EQ(sallyport.json(), (nlohmann::json{{"version", 1}, {"findings", nlohmann::json::array()}}));
}

class DoctorVerbTest : public ::testing::Test {
 protected:
  DoctorVerbTest() {
    sallyport.process.variables = environment_of("HOME", "/home/a");
    sallyport.configuration.files["/home/a/.bashrc"] = {"export http_proxy=http://alice:s3cret@old.test:1\n"};
  }
  std::string& bashrc() { return sallyport.configuration.files["/home/a/.bashrc"].text; }

  FakeCommandLine sallyport;
};

TEST_F(DoctorVerbTest, ShowsEachFindingWithTheCommandOfItsFix) {
  EXPECT_EQ(sallyport({"doctor"}), 1);
  EXPECT_THAT(sallyport.out(),
              AllOf(HasSubstr("warning  ~/.bashrc sets a proxy that contradicts the settings.\n"),
                    HasSubstr("\n         ~/.bashrc:1: http_proxy=http://alice:***@old.test:1 ("),
                    HasSubstr("Fix: sallyport doctor --fix variable:~/.bashrc:1\n"), Not(HasSubstr("s3cret"))));
}

TEST_F(DoctorVerbTest, PrintsOneDocument) {
  EXPECT_EQ(sallyport({"doctor", "--json"}), 1);
  const nlohmann::json document = sallyport.json();
  EXPECT_EQ(document["version"], 1);
  const nlohmann::json& finding = document["findings"][1];
  EXPECT_EQ(finding["id"], "variable:~/.bashrc:1");
  EXPECT_EQ(finding["severity"], "warning");
  EXPECT_EQ(finding["evidence"].size(), 1U);
  EXPECT_THAT(finding["fix"]["diff"].get<std::string>(), StartsWith("--- ~/.bashrc\n"));
  EXPECT_TRUE(document["findings"][0]["fix"].is_null());
}

TEST_F(DoctorVerbTest, NotesAreNoFailure) {
  bashrc() = std::string("\0", 1);
  EXPECT_EQ(sallyport({"doctor"}), 0);
  EXPECT_THAT(sallyport.out(), StartsWith("note     ~/.bashrc was not looked at.\n"));
}

TEST_F(DoctorVerbTest, ShowsAndAppliesAFixWithoutATerminal) {
  EXPECT_EQ(sallyport({"doctor", "--fix", "variable:~/.bashrc:1"}), 0);
  EXPECT_THAT(sallyport.out(), AllOf(HasSubstr("+: # Turned off by Sallyport: "), Not(HasSubstr("s3cret"))));
  EXPECT_THAT(sallyport.err(), HasSubstr(".sallyport-backup-1"));
  EXPECT_THAT(bashrc(), StartsWith(": # Turned off"));
  EXPECT_THAT(sallyport.console.prompts, IsEmpty());
  EXPECT_EQ(sallyport({"doctor"}), 0);
}

TEST_F(DoctorVerbTest, AsksFirstAtATerminal) {
  sallyport.console.terminal = true;
  EXPECT_EQ(sallyport({"doctor", "--fix", "variable:~/.bashrc:1"}), 1);
  EXPECT_THAT(sallyport.err(), HasSubstr("Nothing was changed."));
  EXPECT_THAT(bashrc(), StartsWith("export"));
  EXPECT_THAT(sallyport.out(), HasSubstr("--- ~/.bashrc\n"));
  sallyport.console.input = "y\n";
  EXPECT_EQ(sallyport({"doctor", "--fix", "variable:~/.bashrc:1"}), 0);
  EXPECT_THAT(bashrc(), StartsWith(": # Turned off"));
}

TEST_F(DoctorVerbTest, TellsWhyThereIsNoFix) {
  EXPECT_EQ(sallyport({"doctor", "--fix", "nonsense"}), 2);
  EXPECT_EQ(sallyport({"doctor", "--fix", ""}), 3);
  EXPECT_EQ(sallyport({"doctor", "--fix"}), 2);
  EXPECT_EQ(sallyport({"doctor", "--fix", "password:~/.bashrc:1"}), 1);
  EXPECT_THAT(sallyport.err(), HasSubstr("variable:~/.bashrc:1"));
  EXPECT_EQ(sallyport({"doctor", "--fix", "variable:~/.bashrc:1", "--json"}), 2);
  EXPECT_THAT(bashrc(), StartsWith("export"));
  sallyport.credentials.fail_all(ErrorCode::kKeychainAbsent);
  EXPECT_EQ(sallyport({"doctor", "--fix", "variable:~/.bashrc:1"}), 4);
  EXPECT_THAT(bashrc(), StartsWith("export"));
}

TEST_F(DoctorVerbTest, QuotesAnIdForTheShell) {
  bashrc().clear();
  sallyport.configuration.files["/home/a/.config/environment.d/a b.conf"] = {"http_proxy=http://old.test:1\n"};
  EXPECT_EQ(sallyport({"doctor"}), 1);
  EXPECT_THAT(sallyport.out(), HasSubstr("--fix 'variable:~/.config/environment.d/a b.conf:1'\n"));
}

}  // namespace
}  // namespace sallyport
