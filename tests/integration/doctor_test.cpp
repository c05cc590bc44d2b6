// `sallyport doctor` in a home of its own, with a real keyring, real proxies and real shells.
#include <gmock/gmock.h>
#include <sys/stat.h>

#include <filesystem>

#include "app/doctor/configuration_readers.hpp"
#include "app/doctor/shell_file.hpp"
#include "support/git_repository.hpp"
#include "support/origin_server.hpp"
#include "support/sallyport_sandbox.hpp"
#include "support/scripted_server.hpp"
#include "support/squid.hpp"
#include "support/terminal.hpp"

namespace sallyport {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::UnorderedElementsAre;

constexpr const char* kPassword = "right pass:w@rd";
constexpr const char* kLogin = "alice:right%20pass%3Aw%40rd@";

class DoctorTest : public ::testing::Test {
 protected:
  SallyportSandbox::Ended doctor(const std::vector<std::string>& more = {}) {
    std::vector<std::string> call = {"doctor"};
    call.insert(call.end(), more.begin(), more.end());
    auto ended = sandbox(call);
    EXPECT_THAT(ended.output + ended.messages, Not(HasSubstr("right"))) << "the password is shown";
    return ended;
  }
  std::vector<std::string> ids() {
    const auto document = nlohmann::json::parse(doctor({"--json"}).output);
    std::vector<std::string> ids;
    for (const auto& each : document["findings"]) ids.push_back(each["id"]);
    return ids;
  }
  void write(const std::string& name, const std::string& text) const { sandbox.home.write(name, text); }
  [[nodiscard]] std::string backup_of(const std::string& name) const {
    const std::string file = fs::path(name).filename();
    for (const std::string& each : sandbox.home.names(fs::path(name).parent_path().string())) {
      if (each.starts_with(file + ".sallyport-backup-")) return (fs::path(name).parent_path() / each).string();
    }
    return "none";
  }
  [[nodiscard]] mode_t mode_of(const std::string& name) const {
    struct stat status {};
    EXPECT_EQ(::stat((sandbox.home / name).c_str(), &status), 0);
    return status.st_mode & 07777;
  }

  SallyportSandbox sandbox{SALLYPORT_PROGRAM};
};

TEST_F(DoctorTest, FindsNothingInANewHome) {
  const auto ended = doctor();
  EXPECT_EQ(ended.code, 0) << ended.output << ended.messages;
  EXPECT_EQ(ended.output, "Nothing found.\n");
  EXPECT_FALSE(fs::exists(sandbox.home / "config")) << "looking changes nothing";
}

TEST_F(DoctorTest, MovesAPasswordFromAStartFileIntoTheKeyring) {
  const OriginServer origin;
  const Squid squid(Squid::Scheme::kBasic, "alice", kPassword);
  const std::string proxy = "127.0.0.1:" + std::to_string(squid.port());
  sandbox.use_proxy(squid.port());
  const std::string before =
      std::string("# mine\r\nexport http_proxy=\"http://") + kLogin + proxy + "\" # x\r\na=1\r\n";
  write(".bashrc", before);
  fs::permissions(sandbox.home / ".bashrc", fs::perms(0640));
  EXPECT_THAT(ids(), Contains("password:~/.bashrc:2"));
  const auto fixed = doctor({"--fix", "password:~/.bashrc:2"});
  ASSERT_EQ(fixed.code, 0) << fixed.messages;
  EXPECT_THAT(fixed.output, AllOf(HasSubstr("-export http_proxy=\"http://alice:***@" + proxy),
                                  HasSubstr("+export http_proxy=\"http://" + proxy + "\" # x")));
  EXPECT_EQ(sandbox.home.read(".bashrc"), "# mine\r\nexport http_proxy=\"http://" + proxy + "\" # x\r\na=1\r\n");
  const std::string backup = backup_of(".bashrc");
  EXPECT_EQ(sandbox.home.read(backup), before);
  EXPECT_EQ(mode_of(".bashrc"), 0640U);
  EXPECT_EQ(mode_of(backup), 0640U);
  // Squid knows no way to the site that is tried, which is good to know.
  EXPECT_THAT(ids(), ElementsAre("connection:tunnel"));
  EXPECT_EQ(doctor().code, 0);
  // What Sallyport starts signs in with it.
  const std::string url = "http://origin.test:" + std::to_string(origin.port()) + "/";
  const auto curl = sandbox({"run", "--", "curl", "-s", "-o", "/dev/null", "-w", "%{http_code}", url});
  EXPECT_EQ(curl.output, "200") << curl.messages;
  EXPECT_EQ(sandbox({"credential", "clear", "custom"}).code, 0);
}

TEST_F(DoctorTest, HasGitAskForThePasswordThatItTookOut) {
  const GitRepository repository;
  const Squid squid(Squid::Scheme::kBasic, "alice", kPassword);
  const std::string proxy = "127.0.0.1:" + std::to_string(squid.port());
  sandbox.use_proxy(squid.port());
  sandbox.environment.set("GIT_TERMINAL_PROMPT", "0");
  sandbox.environment.set("GIT_CONFIG_NOSYSTEM", "1");
  sandbox.environment.set("PATH",
                          fs::path(SALLYPORT_PROGRAM).parent_path().string() + ":" + *sandbox.environment.find("PATH"));
  write(".gitconfig", std::string("[http]\n\tproxy = http://") + kLogin + proxy + "\n");
  const auto clone = [&] {
    fs::remove_all(sandbox.home / "cloned");
    const std::string url = "http://origin.test:" + std::to_string(repository.port()) + "/repository.git";
    return sandbox.run("/usr/bin/git", {"clone", "-q", url, sandbox.home / "cloned"});
  };
  EXPECT_EQ(clone().code, 0);
  const auto fixed = doctor({"--fix", "password:~/.gitconfig:2"});
  ASSERT_EQ(fixed.code, 0) << fixed.messages;
  EXPECT_THAT(sandbox.home.read(".gitconfig"), HasSubstr("\tproxy = http://alice@" + proxy + "\n"));
  const auto again = clone();
  EXPECT_EQ(again.code, 0) << again.messages;
  EXPECT_EQ(sandbox({"credential", "clear", "custom"}).code, 0);
  EXPECT_NE(clone().code, 0) << "git had the password from the keychain";
}

TEST_F(DoctorTest, LooksWhereGitItselfLooks) {
  sandbox.environment.set("GIT_CONFIG_NOSYSTEM", "1");
  const std::string proxy = "[http]\n\tproxy = http://alice:right@old.test:1\n";
  write(".gitconfig", "[include]\n\tpath = git/work\n\tpath = gone\n\tpath = \\\n~/more\n" + proxy);
  write("git/work", "[include] path = \"../a # b\"\n");
  write("a # b", proxy);
  write("more", "[http]\nproxy = http://alice:\\\nright@old.test:1\n");
  const auto git =
      sandbox.run("/usr/bin/git", {"config", "--global", "--includes", "--show-origin", "--get-all", "http.proxy"});
  EXPECT_EQ(git.output, "file:" + (sandbox.home / "git/../a # b") +
                            "\thttp://alice:right@old.test:1\nfile:" + (sandbox.home / "more") +
                            "\thttp://alice:right@old.test:1\nfile:" + (sandbox.home / ".gitconfig") +
                            "\thttp://alice:right@old.test:1\n");
  EXPECT_THAT(ids(), UnorderedElementsAre("password:~/git/../a # b:2", "password:~/more:2", "password:~/.gitconfig:7"));
}

TEST_F(DoctorTest, TurnsALineOffSoThatTheShellStillReadsTheRest) {
  write(".profile", "if true; then\n  export http_proxy=http://old.test:1\nfi\nexport OTHER=kept\n");
  EXPECT_THAT(ids(), ElementsAre("variable:~/.profile:2"));
  ASSERT_EQ(doctor({"--fix", "variable:~/.profile:2"}).code, 0);
  const auto shell = sandbox.run("/bin/sh", {"-c", ". \"$HOME/.profile\"; echo \"$http_proxy,$OTHER\""});
  EXPECT_EQ(shell.output, ",kept\n");
  EXPECT_EQ(shell.messages, "");
  EXPECT_THAT(ids(), IsEmpty());
}

TEST_F(DoctorTest, ChangesTheFileThatALinkLeadsTo) {
  write("dotfiles/profile", "export http_proxy=http://old.test:1\n");
  fs::create_symlink("dotfiles/profile", sandbox.home / ".profile");
  const auto fixed = doctor({"--fix", "variable:~/.profile:1"});
  ASSERT_EQ(fixed.code, 0) << fixed.messages;
  EXPECT_THAT(fixed.output, HasSubstr("~/.profile is a link"));
  EXPECT_TRUE(fs::is_symlink(sandbox.home / ".profile"));
  EXPECT_THAT(sandbox.home.read("dotfiles/profile"), HasSubstr("# Turned off by Sallyport: export"));
  EXPECT_NE(backup_of("dotfiles/profile"), "none");
}

TEST_F(DoctorTest, AsksAtATerminalBeforeItChangesAnything) {
  write(".profile", "export http_proxy=http://old.test:1\n");
  for (const bool consents : {false, true}) {
    Terminal terminal({SALLYPORT_PROGRAM, "doctor", "--fix", "variable:~/.profile:1"}, sandbox.variables());
    ASSERT_TRUE(terminal.shows("Answer y or n")) << terminal.screen();
    EXPECT_THAT(sandbox.home.read(".profile"), Not(HasSubstr("Turned off")));
    terminal.type(consents ? "y\n" : "n\n");
    EXPECT_EQ(terminal.wait(), consents ? 0 : 1) << terminal.screen();
    EXPECT_EQ(sandbox.home.read(".profile").starts_with(": # Turned off"), consents);
  }
}

TEST_F(DoctorTest, LooksAtNoFileThatIsNoText) {
  write(".zshrc", std::string(std::size_t{10} << 20U, 'x'));
  write(".bashrc", std::string("export http_proxy=http://old.test:1\n\0\1\2", 39));
  fs::create_directory(sandbox.home / ".profile");
  ASSERT_EQ(::mkfifo((sandbox.home / ".npmrc").c_str(), 0600), 0);
  fs::create_symlink(".zshenv", sandbox.home / ".zshenv");
  const auto ended = doctor();
  EXPECT_EQ(ended.code, 0) << ended.output;
  for (const char* name : {".zshrc", ".bashrc", ".profile", ".npmrc", ".zshenv"}) {
    EXPECT_THAT(ended.output, HasSubstr(std::string("~/") + name + " was not looked at."));
  }
}

TEST_F(DoctorTest, SaysThatTheKeychainIsAbsentOrHasNoPassword) {
  ASSERT_EQ(sandbox({"settings", "set", "custom_proxy.enabled=true", "custom_proxy.host=127.0.0.1",
                     "custom_proxy.port=9", "custom_proxy.authentication=true", "custom_proxy.username=nobody"})
                .code,
            0);
  EXPECT_THAT(ids(), ElementsAre("proxy:password"));
  sandbox.environment.set("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent");
  EXPECT_THAT(ids(), ElementsAre("keychain:absent"));
}

TEST_F(DoctorTest, ClosesTheFolderOfTheKeyring) {
  fs::create_directories(sandbox.home / "data/keyrings");
  fs::permissions(sandbox.home / "data/keyrings", fs::perms(0755));
  EXPECT_THAT(ids(), ElementsAre("keychain:folder"));
  EXPECT_EQ(doctor({"--fix", "keychain:folder"}).code, 0);
  EXPECT_EQ(mode_of("data/keyrings"), 0700U);
  EXPECT_THAT(ids(), IsEmpty());
}

TEST_F(DoctorTest, FindsAProxyThatRefusesOrIsNone) {
  const Squid squid(Squid::Scheme::kBasic, "alice", kPassword);
  sandbox.use_proxy(squid.port(), "alice", "wrong");
  EXPECT_THAT(ids(), ElementsAre("connection:proxy-auth"));
  EXPECT_THAT(ids(), ElementsAre("connection:proxy-auth"));
  EXPECT_EQ(squid.logins().size(), 1U) << "a wrong password is not tried twice";
  EXPECT_EQ(sandbox({"credential", "clear", "custom"}).code, 0);

  const ScriptedServer ssh([](boost::asio::ip::tcp::socket& socket) { send(socket, "SSH-2.0-OpenSSH_9.2\r\n"); });
  EXPECT_EQ(sandbox({"settings", "set", "custom_proxy.authentication=false"}).code, 0);
  sandbox.use_proxy(ssh.port());
  const auto ended = doctor();
  EXPECT_EQ(ended.code, 1);
  EXPECT_THAT(ended.output, HasSubstr("problem  The way through http://127.0.0.1:" + std::to_string(ssh.port())));
}

TEST_F(DoctorTest, FindsAMenuEntryWhoseAppIsGone) {
  write("bin/app", "#!/bin/sh\n");
  fs::permissions(sandbox.home / "bin/app", fs::perms(0755));
  ASSERT_EQ(sandbox({"client", "add", "--name", "App", "--menu", "--", sandbox.home / "bin/app"}).code, 0);
  EXPECT_THAT(ids(), IsEmpty());
  fs::remove(sandbox.home / "bin/app");
  EXPECT_THAT(ids(), ElementsAre("menu:app"));
}

TEST_F(DoctorTest, FindsAClientThatRunsWithAnOldEnvironment) {
  sandbox.use_proxy(9);
  ASSERT_EQ(sandbox({"settings", "set", "delivery=environment"}).code, 0);
  ASSERT_EQ(sandbox({"client", "add", "--name", "Sleeper", "--", "sleep", "600"}).code, 0);
  ASSERT_EQ(sandbox({"launch", "sleeper", "--detach"}).code, 0);
  EXPECT_THAT(ids(), ElementsAre("connection:connect"));
  ASSERT_EQ(sandbox({"settings", "set", "custom_proxy.port=10"}).code, 0);
  EXPECT_THAT(doctor().output,
              AllOf(HasSubstr("Sleeper runs with an old environment."), HasSubstr("sallyport restart sleeper")));
  EXPECT_EQ(sandbox({"stop", "sleeper"}).code, 0);
  EXPECT_THAT(ids(), ElementsAre("connection:connect"));
}

/// A user of GNOME, whose settings are in a file of the sandbox.
class GnomeDoctorTest : public DoctorTest {
 protected:
  GnomeDoctorTest() {
    sandbox.environment.set("XDG_CURRENT_DESKTOP", "GNOME");
    sandbox.environment.set("GSETTINGS_BACKEND", "keyfile");
  }
  std::string gsettings(const std::vector<std::string>& words) {
    auto ended = sandbox.run("/usr/bin/gsettings", words);
    EXPECT_EQ(ended.code, 0) << ended.messages;
    return ended.output;
  }
  static constexpr const char* kSchema = "org.gnome.system.proxy";
  static constexpr const char* kHttpSchema = "org.gnome.system.proxy.http";
};

TEST_F(GnomeDoctorTest, MovesThePasswordOutOfTheSettingsOfGnome) {
  const OriginServer origin;
  const Squid squid(Squid::Scheme::kBasic, "alice", kPassword);
  gsettings({"set", kHttpSchema, "host", "127.0.0.1"});
  gsettings({"set", kHttpSchema, "port", std::to_string(squid.port())});
  gsettings({"set", kHttpSchema, "use-authentication", "true"});
  gsettings({"set", kHttpSchema, "authentication-user", "alice"});
  gsettings({"set", kHttpSchema, "authentication-password", kPassword});
  gsettings({"set", kSchema, "mode", "manual"});
  EXPECT_THAT(ids(), Contains("password:gnome"));
  const auto fixed = doctor({"--fix", "password:gnome"});
  ASSERT_EQ(fixed.code, 0) << fixed.messages;
  EXPECT_EQ(gsettings({"get", kHttpSchema, "authentication-password"}), "''\n");
  EXPECT_THAT(ids(), Not(Contains("password:gnome")));
  const std::string url = "http://origin.test:" + std::to_string(origin.port()) + "/";
  const auto curl = sandbox({"run", "--", "curl", "-s", "-o", "/dev/null", "-w", "%{http_code}", url});
  EXPECT_EQ(curl.output, "200") << curl.messages;
  EXPECT_EQ(sandbox({"credential", "clear", "system"}).code, 0);
}

TEST_F(GnomeDoctorTest, FindsAScriptThatDoesNotLoad) {
  gsettings({"set", kSchema, "autoconfig-url", "file:///nonexistent/proxy.pac"});
  gsettings({"set", kSchema, "mode", "auto"});
  EXPECT_THAT(ids(), ElementsAre("pac:script"));
}

/// Python's own reader, as pip uses it, and git's.
struct FileOracle {
  const char* text;
  bool is_git = false;
};
void PrintTo(const FileOracle& each, std::ostream* out) { *out << each.text; }

class ConfigurationOracle : public ::testing::TestWithParam<FileOracle> {};

TEST_P(ConfigurationOracle, AgreesWithTheReader) {
  SallyportSandbox sandbox(SALLYPORT_PROGRAM);
  const auto& [text, is_git] = GetParam();
  sandbox.home.write("rc", text);
  const auto oracle =
      is_git ? sandbox.run("/usr/bin/git", {"config", "--file", sandbox.home / "rc", "--get-all", "http.proxy"})
             : sandbox.run("/usr/bin/python3",
                           {"-c",
                            "import configparser, os\nconfig = configparser.RawConfigParser()\n"
                            "config.read(os.environ['HOME'] + '/rc')\nprint(config.get('http', 'proxy').strip())"});
  ASSERT_EQ(oracle.code, 0) << oracle.messages;
  std::string read;
  for (const FoundSetting& each : is_git ? read_git_file(text) : read_ini_file(text, IniDialect::kPip)) {
    if (each.name == "http.proxy") read.append(each.value.reveal()).append("\n");
  }
  EXPECT_EQ(read, oracle.output);
}

INSTANTIATE_TEST_SUITE_P(Git, ConfigurationOracle,
                         ::testing::Values(FileOracle{"[http]\nproxy = http://a:\\\nb@p:1\n", true},
                                           FileOracle{"[http]\nproxy = \\\n   http://a:b@p:1   \n", true},
                                           FileOracle{"[http]\r\nproxy = a\\\r\nb\r\n", true},
                                           FileOracle{"[http]\nproxy = a\\\n; c\n", true},
                                           FileOracle{"[http]\n# c \\\nproxy = a\n", true},
                                           FileOracle{"[http]\nproxy = a # \\\nproxy = b\n", true},
                                           FileOracle{"[http]\nproxy = a\\\\\nproxy=b\n", true},
                                           FileOracle{"[http]\nproxy = \"a\\\n  b\" c  \n", true},
                                           FileOracle{"[http]\nproxy = \"a;b\" # \"\nproxy = c\\nd\\te\n", true},
                                           FileOracle{"[http] proxy = a\\\nb\n", true},
                                           FileOracle{"[http]\nproxy = a\\\n[http]\nproxy=b", true},
                                           FileOracle{"[http]\nproxy = a\\\n\nproxy = \\\n\\\nb\n", true}));

INSTANTIATE_TEST_SUITE_P(Pip, ConfigurationOracle,
                         ::testing::Values(FileOracle{"[http]\nproxy =\n   http://a:b@p:1\n"},
                                           FileOracle{"[http]\nproxy: a\n\n b\n"},
                                           FileOracle{"[http]\nproxy =\n# c\n  ; c\n  a # d\n"},
                                           FileOracle{"[http]\n  proxy = a\n  other = b\n   c\n"},
                                           FileOracle{"[http]\nproxy =\n"},
                                           FileOracle{"[x]\na = b\n  [http]\n  proxy = no\n[http]\n  proxy = c\n"},
                                           FileOracle{"[http]\r\nproxy =\r\n\ta\r\n\r\n\tb\r\n"}));

std::string value_in_force(const FoundSettings& found) {
  std::string value;
  for (const FoundSetting& each : found) {
    if (each.name == "http_proxy" && each.in_force && each.known) value = each.value.reveal();
  }
  return value;
}

/// The reader says what the shell itself makes of a start file.
class ShellOracle : public ::testing::TestWithParam<const char*> {};

TEST_P(ShellOracle, AgreesWithTheReader) {
  SallyportSandbox sandbox(SALLYPORT_PROGRAM);
  sandbox.home.write("rc", GetParam());
  const auto shell = sandbox.run("/bin/bash", {"-c", ". ~/rc >/dev/null; sh -c 'printf %s \"$http_proxy\"'"});
  EXPECT_EQ(value_in_force(read_shell_file(GetParam())), shell.output);
}

INSTANTIATE_TEST_SUITE_P(
    Tables, ShellOracle,
    ::testing::Values(
        "export http_proxy=http://p:1\n", "http_proxy='http://a:$b@p:1'; export http_proxy\n",
        "export http_proxy=\"http://a\\$b\\\"c@p:1\" no_proxy=x\n", "P=p:1\nexport http_proxy=http://${P}/$P\n",
        "http_proxy=p:1 true\n", "on() { export http_proxy=p:1; }\n", "on()\n{\n  export http_proxy=p:1\n}\n",
        "( export http_proxy=p:1 )\n", "export http_proxy=p:1\nunset http_proxy\n", "cat <<E\nhttp_proxy=p:1\nE\n",
        "cat <<-'E'\n\thttp_proxy=p:1\n\tE\nexport http_proxy=q\n", "if true; then export http_proxy=p:1; fi\n",
        "true && export http_proxy=p:1\n", "export http_proxy=a\\\nb\n", "echo http_proxy=p:1\n",
        "# http_proxy=p\nexport http_proxy=p#1\n", "case x in\n  x) export http_proxy=p:1 ;;\nesac\n",
        "alias c='http_proxy=p:1'\n", "export -n http_proxy=p\nunset http_proxy\n", "{ export http_proxy=p:1; }\n",
        "x=$(echo 'http_proxy=q')\nexport http_proxy=p:1\n", "y=\"$(echo \")\")\"; export http_proxy=p\n",
        "declare -x http_proxy=p:1\n", "export http_proxy=p:1 >/dev/null 2>&1\n",
        "export http_proxy=$'a\\x40b\\'c\\101\\t'\n", "x=$(echo $'it\\'s')\nexport http_proxy=p\n",
        "export http_proxy=\"$'p'\"\n", "export http_proxy=${NONE:-p}${NONE-q}\n",
        "export http_proxy=\"${NONE:-'p' \"q r\" \\} \\s}\"\n", "export http_proxy=${NONE:-'p' \"q r\" \\} \\s}\n",
        "P=p Q=\nexport http_proxy=${P:-q}${Q:-r}${Q-s}\n", "export http_proxy=${NONE:-${NEITHER:-$'p'}}\n",
        ": ${P:=p} ${P:=q}\nexport http_proxy=$P\n", "export https_proxy=${http_proxy:=p}\nexport http_proxy\n",
        "P=p\nunset P\nexport http_proxy=${P:-q}\n", "P=$(echo p)\nexport http_proxy=p${Q:-q}\n",
        "on() { : ${http_proxy:=p}; }\n", "echo ${http_proxy:-p}\n", "export http_proxy=p\nexport -n http_proxy\n",
        "export -n http_proxy=p\n", "http_proxy=p\nexport -n http_proxy\nhttp_proxy=q\nexport http_proxy\n",
        "export http_proxy=p\ndeclare +x http_proxy\nhttp_proxy=q\n",
        "export http_proxy=p\noff() { export -n http_proxy; }\n", "alias c='export http_proxy=p'\n"));

/// The same of fish.
class FishOracle : public ::testing::TestWithParam<const char*> {};

TEST_P(FishOracle, AgreesWithTheReader) {
  SallyportSandbox sandbox(SALLYPORT_PROGRAM);
  sandbox.home.write("rc", GetParam());
  const auto shell =
      sandbox.run("/usr/bin/fish", {"--no-config", "-c", "source ~/rc; sh -c 'printf %s \"$http_proxy\"'"});
  EXPECT_EQ(value_in_force(read_fish_file(GetParam())), shell.output) << shell.messages;
}

INSTANTIATE_TEST_SUITE_P(Tables, FishOracle,
                         ::testing::Values("set -gx http_proxy p\n", "set -gx http_proxy p\nset -gu http_proxy q\n",
                                           "set -gx http_proxy p\nset -u http_proxy\n",
                                           "set -gx http_proxy p\nset -e http_proxy\n", "http_proxy=p true\n",
                                           "alias c 'http_proxy=p env'\n", "abbr c 'http_proxy=p env'\n",
                                           "export http_proxy=p\n", "if true\n  set -gx http_proxy 'p q'\nend\n",
                                           "function on\n  set -gx http_proxy p\nend\n"));

}  // namespace
}  // namespace sallyport
