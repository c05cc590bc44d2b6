#include "presenters/proxy_form.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "support/absolute_path.hpp"

namespace sallyport {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const CredentialKey kAlice{{ProxyProtocol::kHttp, "proxy.example.com", 8080}, "alice"};

ProxySettings custom_settings() {
  ProxySettings settings;
  settings.custom_proxy.enabled = true;
  settings.custom_proxy.host = "proxy.example.com";
  settings.custom_proxy.authentication = true;
  settings.custom_proxy.username = "alice";
  return settings;
}

SystemProxyConfiguration manual(const std::string& host) {
  SystemProxyConfiguration system;
  system.mode = SystemProxyConfiguration::Mode::kManual;
  system.source = "GNOME";
  system.http = SystemProxyServer{{ProxyProtocol::kHttp, host, 3128}, std::nullopt};
  system.https = SystemProxyServer{{ProxyProtocol::kHttp, host, 3128}, std::nullopt};
  return system;
}

class ProxyFormTest : public ::testing::Test {
 protected:
  void load(const ProxySettings& saved) { form.load(saved); }
  void edit(const std::function<void(ProxySettings&)>& change, std::string_view port = "8080") {
    ProxySettings edited = form.edited();
    change(edited);
    form.edit(edited, port);
  }
  void keychain_says(PasswordState state) {
    form.set_password_state(ProxySource::kCustom, form.password_keys(ProxySource::kCustom), state);
  }

  ProxyForm form{Environment{}};
};

TEST_F(ProxyFormTest, IsUnchangedUntilSomethingIsEdited) {
  load(custom_settings());
  edit([](ProxySettings&) {});
  EXPECT_FALSE(form.changed());
  edit([](ProxySettings& settings) { settings.custom_proxy.bypass = "localhost"; });
  EXPECT_TRUE(form.changed());
  edit([](ProxySettings& settings) { settings.custom_proxy.bypass = ""; });
  EXPECT_FALSE(form.changed());
}

TEST_F(ProxyFormTest, UsesTheCaFileOnlyForTls) {
  load(custom_settings());
  const auto choose = [&](ProxyProtocol protocol) {
    edit([&](ProxySettings& settings) { settings.custom_proxy.protocol = protocol; });
  };
  EXPECT_FALSE(form.is_used("custom_proxy.ca_file"));
  choose(ProxyProtocol::kHttps);
  EXPECT_TRUE(form.is_used("custom_proxy.ca_file"));
  edit([](ProxySettings& settings) { settings.custom_proxy.ca_file = "ca.pem"; });
  choose(ProxyProtocol::kSocks5);
  EXPECT_FALSE(form.is_used("custom_proxy.ca_file"));
  form.save_refused();
  EXPECT_TRUE(form.is_used("custom_proxy.ca_file")) << "it must be corrected";
  EXPECT_TRUE(form.is_used("custom_proxy.protocol"));
}

TEST_F(ProxyFormTest, WantsAFileOfCertificatesOnlyWhereOneIsChosen) {
  load(custom_settings());
  EXPECT_FALSE(form.is_used("ca_file"));
  form.choose_authority_file(true);
  EXPECT_TRUE(form.is_used("ca_file"));
  ASSERT_EQ(form.errors().size(), 1U);
  EXPECT_EQ(form.errors().front().field, "ca_file");
  const auto name = [&](const std::string& file) { edit([&](ProxySettings& settings) { settings.ca_file = file; }); };
  name("company.pem");
  ASSERT_EQ(form.errors().size(), 1U);
  EXPECT_THAT(form.errors().front().message, HasSubstr("whole path"));
  name(absolute_path("company.pem"));
  EXPECT_THAT(form.errors(), IsEmpty());
  form.choose_authority_file(false);
  name("system");
  EXPECT_THAT(form.errors(), IsEmpty());

  ProxySettings saved = custom_settings();
  saved.ca_file = "/etc/company.pem";
  load(saved);
  EXPECT_TRUE(form.is_used("ca_file"));
  saved.ca_file = "system";
  load(saved);
  EXPECT_FALSE(form.is_used("ca_file"));
}

TEST_F(ProxyFormTest, PlansCertificatesOnceTheMachineHasAnswered) {
  ProxySettings settings = custom_settings();
  settings.ca_file = "/etc/company.pem";
  load(settings);
  const auto names_file = [&] {
    return std::ranges::any_of(form.plan().changes,
                               [](const auto& change) { return change.value == "/etc/company.pem"; });
  };
  EXPECT_FALSE(names_file());
  EXPECT_THAT(form.plan().warnings, IsEmpty()) << "nothing is known yet";
  const std::vector<std::string> candidates = form.authority_candidates();
  EXPECT_THAT(candidates, ElementsAre("/etc/company.pem"));
  form.set_authority_files(candidates, {"/etc/roots.pem", "/state", {}});
  EXPECT_TRUE(names_file());
  EXPECT_THAT(form.authority_note(), IsEmpty());
  form.set_authority_files(candidates, {"/etc/roots.pem", "/state", candidates});
  EXPECT_FALSE(names_file());
  EXPECT_THAT(form.authority_note(), HasSubstr("\"/etc/company.pem\" cannot be read"));

  edit([](ProxySettings& edited) { edited.ca_file = "/etc/other.pem"; });
  EXPECT_THAT(form.authority_note(), IsEmpty()) << "that was about another file";
  form.set_authority_files(candidates, {"/etc/roots.pem", "/state", candidates});
  EXPECT_THAT(form.authority_note(), IsEmpty()) << "so is this late answer";
}

TEST_F(ProxyFormTest, KnowsWhetherATypedPasswordWouldSignIn) {
  load(custom_settings());
  EXPECT_FALSE(form.uses_typed_password());
  form.set_password_typed(ProxySource::kSystem, true);
  EXPECT_FALSE(form.uses_typed_password()) << "the custom proxy is in force";
  form.set_password_typed(ProxySource::kCustom, true);
  EXPECT_TRUE(form.uses_typed_password());
  edit([](ProxySettings& settings) { settings.custom_proxy.authentication = false; });
  EXPECT_FALSE(form.uses_typed_password());
  edit([](ProxySettings& settings) {
    settings.custom_proxy.enabled = false;
    settings.system_proxy.authentication = true;
  });
  EXPECT_TRUE(form.uses_typed_password());
}

TEST_F(ProxyFormTest, ReportsAPortThatIsNoNumber) {
  load(custom_settings());
  for (const char* port : {"", "x", "0", "65536", "8080 "}) {
    edit([](ProxySettings&) {}, port);
    EXPECT_TRUE(form.changed()) << port;
    ASSERT_EQ(form.errors().size(), 1U) << port;
    EXPECT_EQ(form.errors().front().field, "custom_proxy.port");
  }
  edit([](ProxySettings&) {}, "3128");
  EXPECT_THAT(form.errors(), IsEmpty());
  EXPECT_EQ(form.edited().custom_proxy.port, 3128);
}

TEST_F(ProxyFormTest, AllowsAnEmptyPortWhileTheCustomProxyIsOff) {
  load({});
  edit([](ProxySettings&) {}, "");
  EXPECT_THAT(form.errors(), IsEmpty());
  EXPECT_FALSE(form.changed());
}

TEST_F(ProxyFormTest, ShowsAnErrorOnlyOnceTheFieldWasLeft) {
  load({});
  edit([](ProxySettings& settings) {
    settings.custom_proxy.enabled = true;
    settings.custom_proxy.host = "http://proxy";
  });
  EXPECT_EQ(form.error_at("custom_proxy.host"), "");
  form.field_left("custom_proxy.host");
  EXPECT_NE(form.error_at("custom_proxy.host"), "");
  EXPECT_EQ(form.error_at("custom_proxy.port"), "");
}

TEST_F(ProxyFormTest, ShowsEveryErrorOnceASaveWasRefused) {
  load({});
  edit([](ProxySettings& settings) {
    settings.custom_proxy.enabled = true;
    settings.custom_proxy.authentication = true;
  });
  form.save_refused();
  EXPECT_NE(form.error_at("custom_proxy.host"), "");
  EXPECT_NE(form.error_at("custom_proxy.username"), "");
  load({});
  EXPECT_EQ(form.error_at("custom_proxy.host"), "");
}

TEST_F(ProxyFormTest, DisablesWhatTheSwitchesDoNotUse) {
  load({});
  EXPECT_TRUE(form.is_used("custom_proxy.enabled"));
  EXPECT_FALSE(form.is_used("custom_proxy.host"));
  EXPECT_TRUE(form.is_used("system_proxy.respect_environment"));
  EXPECT_FALSE(form.is_used("system_proxy.password"));
  edit([](ProxySettings& settings) { settings.custom_proxy.enabled = true; });
  EXPECT_TRUE(form.is_used("custom_proxy.host"));
  EXPECT_FALSE(form.is_used("custom_proxy.username"));
}

TEST_F(ProxyFormTest, KeepsAFieldEnabledThatMustBeCorrected) {
  load({});
  edit([](ProxySettings& settings) { settings.custom_proxy.host = "a b"; });
  EXPECT_FALSE(form.is_used("custom_proxy.host"));
  form.save_refused();
  EXPECT_TRUE(form.is_used("custom_proxy.host"));
}

TEST_F(ProxyFormTest, SaysWhatAppsGetWhileTyping) {
  load(custom_settings());
  keychain_says(PasswordState::kStored);
  EXPECT_THAT(form.sentence(), HasSubstr("proxy.example.com:8080"));
  EXPECT_THAT(form.sentence(), HasSubstr("signed in as alice"));
  edit([](ProxySettings&) {}, "3128");
  EXPECT_THAT(form.sentence(), HasSubstr("proxy.example.com:3128"));
  edit([](ProxySettings& settings) { settings.custom_proxy.host = ""; });
  EXPECT_EQ(form.sentence(), form.errors().front().message);
}

TEST_F(ProxyFormTest, AwaitsTheSystemBeforeItSpeaksOfIt) {
  load({});
  EXPECT_THAT(form.sentence(), HasSubstr("Asking"));
  form.set_system_configuration(manual("corp.example"));
  EXPECT_THAT(form.sentence(), HasSubstr("corp.example:3128"));
  EXPECT_THAT(form.system_summary(), HasSubstr("GNOME"));
}

TEST_F(ProxyFormTest, SaysOnceWhatIsWrongWithTheSystemsConfiguration) {
  load({});
  EXPECT_EQ(form.system_note(), "");
  const auto broken = [](SystemProxyConfiguration::Mode mode) {
    SystemProxyConfiguration configuration = manual("corp.example");
    configuration.mode = mode;
    configuration.note = "It is broken.";
    return configuration;
  };
  form.set_system_configuration(broken(SystemProxyConfiguration::Mode::kManual));
  EXPECT_EQ(form.system_note(), "It is broken.");
  edit([](ProxySettings& settings) { settings.system_proxy.enabled = false; });
  EXPECT_EQ(form.system_note(), "");
  load({});
  form.set_system_configuration(broken(SystemProxyConfiguration::Mode::kUnknown));
  EXPECT_THAT(form.system_summary(), HasSubstr("It is broken."));
  EXPECT_EQ(form.system_note(), "");
}

TEST_F(ProxyFormTest, NamesThePasswordByServerAndUser) {
  load(custom_settings());
  EXPECT_THAT(form.password_keys(ProxySource::kCustom), ElementsAre(kAlice));
  edit([](ProxySettings& settings) { settings.custom_proxy.username = ""; });
  EXPECT_THAT(form.password_keys(ProxySource::kCustom), IsEmpty());
}

TEST_F(ProxyFormTest, BindsTheSystemPasswordToTheServerThatTheSystemNames) {
  ProxySettings settings;
  settings.system_proxy.authentication = true;
  settings.system_proxy.username = "bob";
  load(settings);
  EXPECT_THAT(form.password_keys(ProxySource::kSystem), IsEmpty());
  form.set_system_configuration(manual("corp.example"));
  EXPECT_THAT(form.password_keys(ProxySource::kSystem),
              ElementsAre(CredentialKey{{ProxyProtocol::kHttp, "corp.example", 3128}, "bob"}));
}

TEST_F(ProxyFormTest, RefusesAPasswordThatBelongsToNoServer) {
  ProxySettings settings;
  settings.system_proxy.authentication = true;
  settings.system_proxy.username = "bob";
  load(settings);
  SystemProxyConfiguration automatic;
  automatic.mode = SystemProxyConfiguration::Mode::kAutomatic;
  form.set_system_configuration(std::move(automatic));
  EXPECT_THAT(form.errors(), IsEmpty());
  form.set_password_typed(ProxySource::kSystem, true);
  ASSERT_EQ(form.errors().size(), 1U);
  EXPECT_EQ(form.errors().front().field, "system_proxy.password");
}

TEST_F(ProxyFormTest, DropsAnAnswerAboutAnotherServer) {
  load(custom_settings());
  const auto asked = form.password_keys(ProxySource::kCustom);
  edit([](ProxySettings&) {}, "3128");
  form.set_password_state(ProxySource::kCustom, asked, PasswordState::kStored);
  EXPECT_EQ(form.password_state(ProxySource::kCustom), PasswordState::kNotAsked);
}

TEST_F(ProxyFormTest, ShowsAStoredPasswordAsStored) {
  load(custom_settings());
  keychain_says(PasswordState::kStored);
  EXPECT_EQ(form.password_hint(ProxySource::kCustom), "Stored");
  EXPECT_THAT(form.password_note(ProxySource::kCustom), HasSubstr("alice at proxy.example.com:8080"));
  EXPECT_FALSE(form.password_missing(ProxySource::kCustom));
  edit([](ProxySettings&) {}, "3128");
  keychain_says(PasswordState::kNotStored);
  EXPECT_EQ(form.password_note(ProxySource::kCustom), "No password is stored for alice at proxy.example.com:3128.");
  EXPECT_TRUE(form.password_missing(ProxySource::kCustom));
}

TEST_F(ProxyFormTest, KeepsThePasswordWhenNothingIsTyped) {
  load(custom_settings());
  keychain_says(PasswordState::kStored);
  EXPECT_THAT(form.credential_edits(Secret(), Secret()), IsEmpty());
}

TEST_F(ProxyFormTest, ReplacesThePasswordByWhatIsTyped) {
  load(custom_settings());
  keychain_says(PasswordState::kStored);
  form.set_password_typed(ProxySource::kCustom, true);
  EXPECT_TRUE(form.changed());
  const auto edits = form.credential_edits(Secret(), Secret("p@ss"));
  ASSERT_EQ(edits.size(), 1U);
  EXPECT_EQ(edits[0].key, kAlice);
  ASSERT_TRUE(edits[0].password);
  EXPECT_TRUE(edits[0].password->equals(Secret("p@ss")));
}

TEST_F(ProxyFormTest, ForgetsOnSaveAndCanBeUndone) {
  load(custom_settings());
  EXPECT_FALSE(form.can_forget(ProxySource::kCustom));
  keychain_says(PasswordState::kStored);
  ASSERT_TRUE(form.can_forget(ProxySource::kCustom));
  form.set_forget(ProxySource::kCustom, true);
  EXPECT_TRUE(form.changed());
  EXPECT_TRUE(form.is_forgotten(ProxySource::kCustom));
  const auto edits = form.credential_edits(Secret(), Secret());
  ASSERT_EQ(edits.size(), 1U);
  EXPECT_EQ(edits[0].key, kAlice);
  EXPECT_FALSE(edits[0].password);
  form.set_forget(ProxySource::kCustom, false);
  EXPECT_FALSE(form.changed());
  EXPECT_THAT(form.credential_edits(Secret(), Secret()), IsEmpty());
}

TEST_F(ProxyFormTest, ForgetsThePasswordOfTheServerThatWasShownWhenForgetWasPressed) {
  load(custom_settings());
  keychain_says(PasswordState::kStored);
  form.set_forget(ProxySource::kCustom, true);
  edit([](ProxySettings&) {}, "3128");
  EXPECT_FALSE(form.is_forgotten(ProxySource::kCustom));
  const auto edits = form.credential_edits(Secret(), Secret("new"));
  ASSERT_EQ(edits.size(), 2U);
  EXPECT_EQ(edits[0].key.proxy.port, 3128);
  EXPECT_TRUE(edits[0].password);
  EXPECT_EQ(edits[1].key, kAlice);
  EXPECT_FALSE(edits[1].password);
}

TEST_F(ProxyFormTest, SaysWhatProgramsWillMisreadOfTheBypassListWhileItIsTyped) {
  load(custom_settings());
  const auto type = [&](const std::string& list) {
    edit([&](ProxySettings& settings) { settings.custom_proxy.bypass = list; });
  };
  type("10.0.0.0/8, <local>");
  EXPECT_EQ(form.bypass_note(), "") << "the relay decides";
  edit([](ProxySettings& settings) { settings.delivery = Delivery::kEnvironment; });
  EXPECT_THAT(form.bypass_note(), HasSubstr("send 10.0.0.0/8 through the proxy: they do not read networks.\n"));
  EXPECT_THAT(form.bypass_note(), HasSubstr("programs that read no_proxy send <local> through the proxy"));
  EXPECT_THAT(form.errors(), IsEmpty()) << "it is no error";
  type("10.1.2.3");
  EXPECT_EQ(form.bypass_note(), "");
  type("a b, 10.0.0.0/");
  EXPECT_EQ(form.bypass_note(), "") << "what cannot be read is an error, not a warning";
  type("10.0.0.0/8");
  edit([](ProxySettings& settings) { settings.custom_proxy.enabled = false; });
  EXPECT_EQ(form.bypass_note(), "");
}

TEST_F(ProxyFormTest, SaysHowAppsGetTheProxyAsItIsEdited) {
  load(custom_settings());
  EXPECT_THAT(form.delivery_note(), HasSubstr("Through Sallyport: the proxy wants a login"));
  edit([](ProxySettings& settings) { settings.delivery = Delivery::kEnvironment; });
  keychain_says(PasswordState::kStored);
  EXPECT_EQ(form.delivery_note(), "In their environment, as the settings say. Apps see the password.");
  edit([](ProxySettings& settings) { settings.custom_proxy.authentication = false; });
  EXPECT_EQ(form.delivery_note(), "In their environment, as the settings say.");
  edit([](ProxySettings& settings) { settings.delivery = Delivery::kRelay; });
  EXPECT_EQ(form.delivery_note(), "Through Sallyport, as the settings say: apps never see the password.");
  EXPECT_THAT(form.errors(), IsEmpty());
}

}  // namespace
}  // namespace sallyport
