#include <gmock/gmock.h>

#include "support/fake_command_line.hpp"

namespace sallyport {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

TEST(SettingsVerb, SetsAllPairsAndGetsThemBack) {
  FakeCommandLine sallyport;
  EXPECT_EQ(sallyport({"settings", "set", "custom_proxy.enabled=true", "custom_proxy.host=proxy.example.com",
                       "custom_proxy.port=3128", "custom_proxy.bypass=a.example, b.example"}),
            0);
  EXPECT_EQ(sallyport({"settings", "get", "custom_proxy.port"}), 0);
  EXPECT_EQ(sallyport.out(), "3128\n");
  EXPECT_EQ(sallyport.saved().proxy.custom_proxy.bypass, "a.example, b.example");
}

TEST(SettingsVerb, TakesAValueWithAnEqualsSignAndAnEmptyOne) {
  FakeCommandLine sallyport;
  EXPECT_EQ(sallyport({"settings", "set", "custom_proxy.username=a=b"}), 0);
  EXPECT_EQ(sallyport.saved().proxy.custom_proxy.username, "a=b");
  EXPECT_EQ(sallyport({"settings", "set", "custom_proxy.username="}), 0);
  EXPECT_EQ(sallyport.saved().proxy.custom_proxy.username, "");
}

TEST(SettingsVerb, SetsNothingWhenOnePairIsInvalidAndNamesEveryError) {
  FakeCommandLine sallyport;
  EXPECT_EQ(sallyport({"settings", "set", "custom_proxy.enabled=true", "custom_proxy.host=http://proxy",
                       "custom_proxy.port=70000", "custom_proxy.http=perhaps"}),
            3);
  EXPECT_THAT(sallyport.err(), AllOf(HasSubstr("custom_proxy.host: "), HasSubstr("custom_proxy.port: "),
                                     HasSubstr("custom_proxy.http: ")));
  EXPECT_FALSE(sallyport.storage.text.has_value());
}

TEST(SettingsVerb, NeedsNoKeychainToSave) {
  FakeCommandLine sallyport;
  sallyport.credentials.fail_all(ErrorCode::kKeychainAbsent);
  EXPECT_EQ(sallyport({"settings", "set", "custom_proxy.enabled=true", "custom_proxy.host=proxy.example.com",
                       "custom_proxy.authentication=true", "custom_proxy.username=alice"}),
            0);
  EXPECT_TRUE(sallyport.saved().proxy.custom_proxy.authentication);
}

TEST(SettingsVerb, NamesARunningClientThatDoesNotHearOfTheChange) {
  FakeCommandLine sallyport;
  SupervisorStatus status;
  status.supervisor_pid = 7;
  status.name = "Postman";
  sallyport.supervisors.running = {status};
  EXPECT_EQ(sallyport({"settings", "set", "custom_proxy.port=3128"}), 0);
  EXPECT_EQ(sallyport.err(), "");
  sallyport.supervisors.error = Error{ErrorCode::kNotRunning, "It has ended.", ""};
  EXPECT_EQ(sallyport({"settings", "set", "custom_proxy.port=3128"}), 0);
  EXPECT_EQ(sallyport.err(), "");
  sallyport.supervisors.error = Error{ErrorCode::kTimedOut, "Supervisor 7 did not answer in time.", ""};
  EXPECT_EQ(sallyport({"settings", "set", "custom_proxy.port=3129"}), 0);
  EXPECT_THAT(sallyport.err(), AllOf(HasSubstr("Postman goes on with the proxy of before"), HasSubstr("Supervisor 7")));
  EXPECT_EQ(sallyport.saved().proxy.custom_proxy.port, 3129);
}

TEST(SettingsVerb, SaysWhenTheNewServerHasNoPassword) {
  FakeCommandLine sallyport;
  EXPECT_EQ(sallyport({"settings", "set", "custom_proxy.enabled=true", "custom_proxy.host=proxy.example.com",
                       "custom_proxy.authentication=true", "custom_proxy.username=alice"}),
            0);
  EXPECT_THAT(sallyport.err(), HasSubstr("No password is stored for alice at proxy.example.com:8080"));
}

TEST(SettingsVerb, LeavesAFileThatCannotBeReadAsItIs) {
  FakeCommandLine sallyport;
  sallyport.storage.text = "delivery = \"auto";
  EXPECT_EQ(sallyport({"settings", "set", "custom_proxy.port=1"}), 3);
  EXPECT_EQ(sallyport.storage.text, "delivery = \"auto");
  EXPECT_THAT(sallyport.err(), HasSubstr("settings.toml:1:"));
}

TEST(SettingsVerb, RestartsWhatRunsAfterSaving) {
  FakeCommandLine sallyport;
  SupervisorStatus client;
  client.supervisor_pid = 7;
  client.client_id = "app";
  client.name = "App";
  SupervisorStatus once;
  once.supervisor_pid = 8;
  sallyport.supervisors.running = {client, once};
  EXPECT_EQ(sallyport({"settings", "set", "custom_proxy.port=1", "--restart"}), 0);
  EXPECT_THAT(sallyport.supervisors.restarted, ElementsAre(7));
  EXPECT_EQ(sallyport({"settings", "set", "custom_proxy.port=0", "--restart"}), 3);
  EXPECT_THAT(sallyport.supervisors.restarted, ElementsAre(7));
}

TEST(SettingsVerb, ShowsEveryKeyAsJson) {
  FakeCommandLine sallyport;
  ASSERT_EQ(sallyport({"client", "add", "--name", "App", "--", "curl", "-s"}), 0);
  EXPECT_EQ(sallyport({"settings", "show", "--json"}), 0);
  const nlohmann::json document = sallyport.json();
  EXPECT_EQ(document["version"], 1);
  EXPECT_EQ(document["system_proxy"]["enabled"], true);
  EXPECT_EQ(document["custom_proxy"]["port"], 8080);
  EXPECT_EQ(document["custom_proxy"]["protocol"], "http");
  EXPECT_EQ(document["delivery"], "auto");
  EXPECT_EQ(document["clients"][0]["id"], "app");
  EXPECT_EQ(document["clients"][0]["arguments"], nlohmann::json({"-s"}));
}

TEST(SettingsVerb, ShowsControlCharactersHarmlessly) {
  FakeCommandLine sallyport;
  sallyport.storage.text =
      "version = 1\n[[clients]]\nid = \"a\"\nname = \"A\"\ncommand = \"x\"\n"
      "arguments = [\"\\u001b[2J\"]\n";
  EXPECT_EQ(sallyport({"client", "list"}), 0);
  EXPECT_THAT(sallyport.out(), AllOf(HasSubstr("\\x1b[2J"), Not(HasSubstr("\x1b"))));
}

TEST(SettingsVerb, ValidatesTheFileInUseAndAnother) {
  FakeCommandLine sallyport;
  EXPECT_EQ(sallyport({"settings", "validate"}), 0);
  sallyport.other_file = "[custom_proxy]\nenabled = true\nport = 0\n";
  EXPECT_EQ(sallyport({"settings", "validate", "other.toml"}), 3);
  EXPECT_THAT(sallyport.err(), AllOf(HasSubstr("custom_proxy.host: "), HasSubstr("custom_proxy.port: ")));
  sallyport.other_file.reset();
  EXPECT_EQ(sallyport({"settings", "validate", "other.toml"}), 3);
  EXPECT_THAT(sallyport.out(), IsEmpty());
}

TEST(SettingsVerb, SaysWhereTheFileIs) {
  FakeCommandLine sallyport;
  EXPECT_EQ(sallyport({"settings", "path"}), 0);
  EXPECT_EQ(sallyport.out(), "/fake/settings.toml\n");
}

}  // namespace
}  // namespace sallyport
