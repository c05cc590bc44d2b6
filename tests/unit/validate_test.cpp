#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "support/absolute_path.hpp"

#include "sallyport/core/settings.hpp"

namespace sallyport {
namespace {

using Errors = std::vector<FieldError>;

Settings usable() {
  Settings settings;
  auto& custom = settings.proxy.custom_proxy;
  custom.enabled = true;
  custom.host = "proxy.example.com";
  custom.authentication = true;
  custom.username = "alice";
  custom.bypass = "localhost, *.corp.example, 10.0.0.0/8";
  Client client;
  client.id = "postman";
  client.name = "Postman";
  client.command = "/opt/Postman/Postman";
  settings.clients.push_back(client);
  return settings;
}

TEST(Validate, AcceptsTheDefaultsAndAUsableForm) {
  EXPECT_EQ(validate(Settings{}), Errors{});
  EXPECT_EQ(validate(usable()), Errors{});
}

struct Rule {
  std::string name;
  std::function<void(Settings&)> break_it;
  FieldError error;
};

void PrintTo(const Rule& rule, std::ostream* out) { *out << rule.name; }

std::string rule_name(const testing::TestParamInfo<Rule>& test) { return test.param.name; }

class ValidateRule : public testing::TestWithParam<Rule> {};

TEST_P(ValidateRule, IsReportedAtItsField) {
  Settings settings = usable();
  GetParam().break_it(settings);
  const Errors errors = validate(settings);
  ASSERT_EQ(errors.size(), 1U) << (errors.empty() ? "" : errors.back().field);
  EXPECT_EQ(errors[0].field, GetParam().error.field);
  EXPECT_EQ(errors[0].message, GetParam().error.message);
}

const std::string kControl = " cannot contain a line break or another control character.";

INSTANTIATE_TEST_SUITE_P(
    Proxy, ValidateRule,
    testing::Values(
        Rule{"ProtocolInFront",
             [](auto& s) { s.proxy.custom_proxy.host = "http://proxy.example.com"; },
             {"custom_proxy.host", "Leave out the protocol: write proxy.example.com, not http://proxy.example.com."}},
        Rule{"NoServer",
             [](auto& s) { s.proxy.custom_proxy.host = ""; },
             {"custom_proxy.host", "Enter the host name or the address of the proxy."}},
        Rule{"BadServerThoughOff",
             [](auto& s) {
               s.proxy.custom_proxy.enabled = false;
               s.proxy.custom_proxy.host = "a b";
             },
             {"custom_proxy.host", "Remove the spaces from the host."}},
        Rule{"NewlineInServer",
             [](auto& s) { s.proxy.custom_proxy.host = "proxy\n"; },
             {"custom_proxy.host", "The host" + kControl}},
        Rule{"PortZero",
             [](auto& s) { s.proxy.custom_proxy.port = 0; },
             {"custom_proxy.port", "Port must be a number from 1 to 65535."}},
        Rule{"PortTooLarge",
             [](auto& s) { s.proxy.custom_proxy.port = 65536; },
             {"custom_proxy.port", "Port must be a number from 1 to 65535."}},
        Rule{"PortNegativeThoughOff",
             [](auto& s) {
               s.proxy.custom_proxy.enabled = false;
               s.proxy.custom_proxy.port = -80;
             },
             {"custom_proxy.port", "Port must be a number from 1 to 65535."}},
        Rule{"NeitherHttpNorHttps",
             [](auto& s) { s.proxy.custom_proxy.http = s.proxy.custom_proxy.https = false; },
             {"custom_proxy.http", "Choose HTTP, HTTPS or both."}},
        Rule{"NoCustomUser",
             [](auto& s) { s.proxy.custom_proxy.username = ""; },
             {"custom_proxy.username", "Enter a user name, or turn authentication off."}},
        Rule{"NoSystemUser",
             [](auto& s) { s.proxy.system_proxy.authentication = true; },
             {"system_proxy.username", "Enter a user name, or turn authentication off."}},
        Rule{"ColonInCustomUser",
             [](auto& s) { s.proxy.custom_proxy.username = "a:b"; },
             {"custom_proxy.username", "A user name for Basic authentication cannot contain a colon."}},
        Rule{"ColonInSystemUserThoughOff",
             [](auto& s) {
               s.proxy.system_proxy.enabled = false;
               s.proxy.system_proxy.username = "a:b";
             },
             {"system_proxy.username", "A user name for Basic authentication cannot contain a colon."}},
        Rule{"NewlineInUser",
             [](auto& s) { s.proxy.custom_proxy.username = "a\r\nb"; },
             {"custom_proxy.username", "A user name" + kControl}},
        Rule{"NulInUser",
             [](auto& s) { s.proxy.system_proxy.username = std::string("a\0b", 3); },
             {"system_proxy.username", "A user name" + kControl}},
        Rule{"C1ControlInUser",
             [](auto& s) {
               s.proxy.custom_proxy.username =
                   "a\xc2\x85"
                   "b";
             },
             {"custom_proxy.username", "A user name" + kControl}},
        Rule{"UserNotUtf8",
             [](auto& s) { s.proxy.custom_proxy.username = "\xff"; },
             {"custom_proxy.username", "A user name must be UTF-8 text."}},
        Rule{"BadBypassEntry",
             [](auto& s) { s.proxy.custom_proxy.bypass = "good.example, http://x"; },
             {"custom_proxy.bypass",
              "\"http://x\" cannot be read. Leave out the protocol: write example.com, not http://example.com."}},
        Rule{"UserInBypassEntryIsNotRepeated",
             [](auto& s) { s.proxy.custom_proxy.bypass = "a:s3cret@x"; },
             {"custom_proxy.bypass", "An entry is a host without a user name."}},
        Rule{"RelativeCaFile",
             [](auto& s) { s.proxy.custom_proxy.ca_file = "ca.pem"; },
             {"custom_proxy.ca_file", "Enter the whole path of the CA file, from the root."}},
        Rule{"NewlineInCaFile",
             [](auto& s) { s.proxy.custom_proxy.ca_file = "/etc/ca\n.pem"; },
             {"custom_proxy.ca_file", "A CA file" + kControl}},
        Rule{"NewlineInBypass",
             [](auto& s) { s.proxy.custom_proxy.bypass = "a,\nb"; },
             {"custom_proxy.bypass", "The bypass list" + kControl}}),
    rule_name);

INSTANTIATE_TEST_SUITE_P(
    Client, ValidateRule,
    testing::Values(
        Rule{"IllFormedId",
             [](auto& s) { s.clients[0].id = "Post man"; },
             {"clients.Post man.id",
              "An id has 1 to 64 lower-case letters, digits, dots, underscores and hyphens, and begins with a letter "
              "or a "
              "digit."}},
        Rule{"IdTwice",
             [](auto& s) { s.clients.push_back(s.clients[0]); },
             {"clients.postman.id", "Another app has this id: each needs its own."}},
        Rule{"NoName", [](auto& s) { s.clients[0].name = ""; }, {"clients.postman.name", "Enter a name."}},
        Rule{"NewlineInName",
             [](auto& s) { s.clients[0].name = "a\nb"; },
             {"clients.postman.name", "A name" + kControl}},
        Rule{"NoCommand", [](auto& s) { s.clients[0].command = ""; }, {"clients.postman.command", "Enter a command."}},
        Rule{"NulInCommand",
             [](auto& s) { s.clients[0].command = std::string("a\0", 2); },
             {"clients.postman.command", "A command cannot contain a NUL character."}},
        Rule{"ArgumentNotUtf8",
             [](auto& s) {
               s.clients[0].arguments = {"fine\n", "\xe9"};
             },
             {"clients.postman.arguments", "An argument must be UTF-8 text."}},
        Rule{"RelativeDirectory",
             [](auto& s) { s.clients[0].directory = "work"; },
             {"clients.postman.directory", "Enter the whole path of the folder, from the root."}},
        Rule{"VariableWithoutName",
             [](auto& s) {
               s.clients[0].variables = {{"", "x"}};
             },
             {"clients.postman.variables", "Enter a name for each variable."}},
        Rule{"EqualsSignInVariable",
             [](auto& s) {
               s.clients[0].variables = {{"A=B", "x"}};
             },
             {"clients.postman.variables", "The name of a variable cannot contain an equals sign."}},
        Rule{"NulInVariable",
             [](auto& s) {
               s.clients[0].variables = {{std::string("A\0", 2), "x"}};
             },
             {"clients.postman.variables", "The name of a variable" + kControl}},
        Rule{"NulInValue",
             [](auto& s) {
               s.clients[0].variables = {{"A", std::string("x\0", 2)}};
             },
             {"clients.postman.variables", "The value of a variable cannot contain a NUL character."}},
        Rule{"VariableTwice",
             [](auto& s) {
               s.clients[0].variables = {{"A", "x"}, {"A", "y"}};
             },
             {"clients.postman.variables", "The variable \"A\" is set twice."}},
        Rule{"PathAsDesktopEntry",
             [](auto& s) { s.clients[0].desktop_id = "../x.desktop"; },
             {"clients.postman.desktop_id", "The name of a desktop entry cannot contain a slash."}}),
    rule_name);

TEST(Validate, ReportsAllErrorsInTheOrderOfTheForm) {
  Settings settings = usable();
  settings.proxy.system_proxy.username = "a:b";
  auto& custom = settings.proxy.custom_proxy;
  custom.http = custom.https = false;
  custom.host = custom.username = "";
  custom.port = 0;
  custom.bypass = "a b, c d";
  settings.clients[0].command = "";
  std::vector<std::string> fields;
  for (const auto& error : validate(settings)) fields.push_back(error.field);
  EXPECT_EQ(fields, (std::vector<std::string>{"system_proxy.username", "custom_proxy.http", "custom_proxy.host",
                                              "custom_proxy.port", "custom_proxy.username", "custom_proxy.bypass",
                                              "custom_proxy.bypass", "clients.postman.command"}));
}

TEST(Validate, LetsWhatIsSwitchedOffBeEmpty) {
  Settings settings = usable();
  settings.proxy.system_proxy.enabled = false;
  settings.proxy.system_proxy.authentication = true;
  auto& custom = settings.proxy.custom_proxy;
  custom.enabled = custom.http = custom.https = false;
  custom.host = custom.username = custom.bypass = "";
  EXPECT_EQ(validate(settings), Errors{});
}

TEST(Validate, AcceptsEveryWrittenFormOfAServer) {
  for (const std::string host : {"10.0.0.1", "2001:db8::1", "[2001:db8::1]", "bücher.example", "PROXY"}) {
    Settings settings = usable();
    settings.proxy.custom_proxy.host = host;
    EXPECT_EQ(validate(settings), Errors{}) << host;
  }
}

TEST(Validate, TakesArgumentsAndValuesAsTheyAre) {
  Settings settings = usable();
  settings.clients[0].arguments = {"", "a b", "\"'$`%\n\t", "日本語", "{files}"};
  settings.clients[0].variables = {{"A", ""}, {"a", "line\nline"}, {"LÄNG", "ü"}};
  settings.clients[0].directory = absolute_path("tmp");
  EXPECT_EQ(validate(settings), Errors{});
}

TEST(Settings, FindAClientByItsId) {
  const Settings settings = usable();
  ASSERT_NE(settings.find_client("postman"), nullptr);
  EXPECT_EQ(settings.find_client("postman")->name, "Postman");
  EXPECT_EQ(settings.find_client("Postman"), nullptr);
}

}  // namespace
}  // namespace sallyport
