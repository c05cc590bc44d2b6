// `settings import` from the real settings of GNOME and KDE.
#include <gmock/gmock.h>

#include "support/sallyport_sandbox.hpp"
#include "support/secret_search.hpp"
#include "support/terminal.hpp"
#include "support/wait_for.hpp"

namespace sallyport {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kCanary = "canary0b7f93ad16";

class SettingsImport : public ::testing::Test {
 protected:
  SettingsImport() {
    sallyport.environment.set("GSETTINGS_BACKEND", "keyfile");
    sallyport.environment.unset("XDG_CURRENT_DESKTOP");
  }
  ~SettingsImport() override { (void)sallyport({"credential", "clear", "custom"}); }

  void set_gnome(const std::string& section, const std::string& key, const std::string& value) {
    const auto ended = sallyport.run("/usr/bin/gsettings", {"set", "org.gnome.system.proxy" + section, key, value});
    EXPECT_EQ(ended.code, 0) << ended.messages;
  }
  void use_gnome() {
    for (const char* section : {".http", ".https"}) {
      set_gnome(section, "host", "import.example.com");
      set_gnome(section, "port", "3128");
    }
    set_gnome("", "ignore-hosts", "['example.com', '192.168.*']");
    set_gnome("", "mode", "manual");
  }
  std::string value(const std::string& key) { return sallyport({"settings", "get", key}).output; }

  SallyportSandbox sallyport{SALLYPORT_PROGRAM};
};

TEST_F(SettingsImport, TakesGnomesSettingsAndPasswordOver) {
  use_gnome();
  set_gnome(".http", "use-authentication", "true");
  set_gnome(".http", "authentication-user", "alice");
  set_gnome(".http", "authentication-password", kCanary);
  set_gnome(".ftp", "host", "ftp.example.com");
  const auto ended = sallyport({"settings", "import", "--from", "gnome"});
  EXPECT_EQ(ended.code, 0) << ended.messages;
  EXPECT_THAT(ended.output, AllOf(HasSubstr("custom_proxy.host: (nothing) -> import.example.com\n"),
                                  HasSubstr("custom_proxy.bypass: (nothing) -> example.com\n"),
                                  HasSubstr("password of alice at import.example.com:3128 -> keychain\n")));
  EXPECT_THAT(ended.messages, AllOf(HasSubstr("192.168.*"), HasSubstr("ftp.example.com"), HasSubstr("plain text")));
  EXPECT_THAT(ended.output + ended.messages, Not(HasSubstr(kCanary)));
  EXPECT_EQ(value("custom_proxy.username"), "alice\n");
  EXPECT_EQ(sallyport.json({"credential", "status", "--json"})["custom"]["stored"], "yes");
  EXPECT_THAT(files_holding(kCanary, sallyport.home.path()),
              ElementsAre(sallyport.home / "config/glib-2.0/settings/keyfile"))
      << "where GNOME has it";
}

TEST_F(SettingsImport, TakesKdesSettingsOverWhicheverDesktopRuns) {
  use_gnome();
  sallyport.environment.set("XDG_CURRENT_DESKTOP", "GNOME");
  sallyport.home.write("config/kioslaverc",
                       "[Proxy Settings]\nProxyType=1\nhttpProxy=http://kde.example.com 8080\n"
                       "httpsProxy=http://kde.example.com 8080\nftpProxy=http://ftp.example.com 21\n"
                       "NoProxyFor=.example.com,*.example.net\n");
  const auto ended = sallyport({"settings", "import", "--from", "kde"});
  EXPECT_EQ(ended.code, 0) << ended.messages;
  EXPECT_EQ(value("custom_proxy.host"), "kde.example.com\n");
  EXPECT_EQ(value("custom_proxy.bypass"), ".example.com\n");
  EXPECT_THAT(ended.messages, AllOf(HasSubstr("*.example.net"), HasSubstr("ftp.example.com:21")));
  ASSERT_EQ(sallyport({"settings", "import"}).code, 0);
  EXPECT_EQ(value("custom_proxy.host"), "import.example.com\n") << "the desktop that runs comes first";
}

TEST_F(SettingsImport, SaysThatAScriptCannotBeTakenOver) {
  set_gnome("", "autoconfig-url", "http://wpad.example.com/proxy.pac");
  set_gnome("", "mode", "auto");
  const auto ended = sallyport({"settings", "import", "--from", "gnome"});
  EXPECT_EQ(ended.code, 1);
  EXPECT_THAT(ended.messages, HasSubstr("PAC"));
  EXPECT_EQ(value("custom_proxy.enabled"), "false\n");
}

TEST_F(SettingsImport, ReadsAUrlWithItsPasswordFromStandardInput) {
  const auto ended = sallyport({"settings", "import", "--from", "-"},
                               std::string("http://alice:") + kCanary + "@import.example.com:3129\n");
  EXPECT_EQ(ended.code, 0) << ended.messages;
  EXPECT_THAT(ended.output + ended.messages, Not(HasSubstr(kCanary)));
  EXPECT_EQ(sallyport.json({"credential", "status", "--json"})["custom"]["stored"], "yes");
  EXPECT_THAT(files_holding(kCanary, sallyport.home.path()), ::testing::IsEmpty());
}

TEST_F(SettingsImport, AsksOnATerminal) {
  const std::vector<std::string> words = {SALLYPORT_PROGRAM, "settings", "import", "--from",
                                          "http://import.example.com:3128"};
  {
    Terminal terminal(words, sallyport.variables());
    ASSERT_TRUE(terminal.shows("custom_proxy.host: (nothing) -> import.example.com"));
    ASSERT_TRUE(terminal.shows("Answer y or n:"));
    terminal.type("n\n");
    EXPECT_EQ(terminal.wait(), 1);
  }
  EXPECT_EQ(value("custom_proxy.enabled"), "false\n");
  Terminal terminal(words, sallyport.variables());
  ASSERT_TRUE(terminal.shows("Answer y or n:"));
  terminal.type("y\n");
  EXPECT_EQ(terminal.wait(), 0) << terminal.screen();
  EXPECT_EQ(value("custom_proxy.enabled"), "true\n");
}

TEST_F(SettingsImport, AsksForAUrlWithoutShowingIt) {
  Terminal terminal({SALLYPORT_PROGRAM, "settings", "import", "--from", "-"}, sallyport.variables());
  ASSERT_TRUE(terminal.shows("Proxy URL"));
  ASSERT_TRUE(wait_for([&] { return !terminal.echoes(); }));
  terminal.type(std::string("http://alice:") + kCanary + "@import.example.com:3130\n");
  ASSERT_TRUE(terminal.shows("-> keychain"));
  ASSERT_TRUE(terminal.shows("Answer y or n:"));
  terminal.type("y\n");
  EXPECT_EQ(terminal.wait(), 0) << terminal.screen();
  EXPECT_THAT(terminal.screen(), Not(HasSubstr(kCanary)));
  EXPECT_EQ(sallyport.json({"credential", "status", "--json"})["custom"]["stored"], "yes");
}

}  // namespace
}  // namespace sallyport
