#include "sallyport/core/settings_document.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "sallyport/core/settings_fields.hpp"
#include "support/absolute_path.hpp"

namespace sallyport {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

SettingsDocument parse(std::string_view text) {
  auto document = SettingsDocument::parse(text, "settings.toml");
  if (!document) throw std::runtime_error(document.error().message);
  return std::move(*document);
}

std::string error_of(std::string_view text) {
  const auto document = SettingsDocument::parse(text, "settings.toml");
  if (document) return "no error";
  EXPECT_EQ(document.error().code, ErrorCode::kInvalidSettings);
  return document.error().message;
}

/// Every field differs from its default.
Settings full() {
  Settings settings;
  settings.proxy.system_proxy = {false, true, true, "system alice"};
  settings.proxy.custom_proxy = {true, false, false,       ProxyProtocol::kSocks5,      "bücher.example",
                                 3128, true,  "ali\"ce\\", "localhost, *.corp.example", "/etc/cömpany.pem"};
  settings.proxy.delivery = Delivery::kEnvironment;
  Client client;
  client.id = "postman";
  client.name = "Pöstman 日本";
  client.command = "/opt/Post man/Postman";
  client.arguments = {"",
                      "a b",
                      "\"quoted\" 'single' $HOME `x` %f",
                      "tab\tline\nreturn\r\x01\x7f",
                      "C:\\dir\\",
                      "{files}",
                      "'''",
                      "\"\"\"",
                      "# no comment",
                      std::string("nul\0", 4),
                      "\xc2\x85 \xe2\x80\xa8 \xf0\x9f\x9a\x80"};
  client.directory = absolute_path("home/alice");
  client.variables = {{"", "empty"}, {"A.B", "dotted"},  {"LANG", "C"},
                      {"LÄNG", "ü"}, {"a \"b\"\n", "x"}, {"it's", "x"}};
  client.kind = ClientKind::kChromium;
  client.admit = Admission::kTree;
  client.menu = true;
  client.desktop_id = "postman.desktop";
  settings.clients = {client, Client{}};
  settings.clients[1].id = "curl";
  return settings;
}

TEST(SettingsDocument, ReadsBackWhatItWrote) {
  for (const Settings& settings : {Settings{}, full()}) {
    const std::string text = SettingsDocument().render(settings);
    const SettingsDocument document = parse(text);
    EXPECT_EQ(document.settings(), settings) << text;
    EXPECT_EQ(document.render(document.settings()), text);
  }
}

TEST(SettingsDocument, TakesDefaultsForMissingKeys) {
  EXPECT_EQ(SettingsDocument().settings(), Settings{});
  EXPECT_EQ(parse("").settings(), Settings{});
  EXPECT_EQ(parse("version = 1\n[custom_proxy]\n").settings(), Settings{});
  Settings expected;
  expected.proxy.custom_proxy.host = "proxy";
  EXPECT_EQ(parse("custom_proxy.host = 'proxy'").settings(), expected);
}

TEST(SettingsDocument, ReadsWhatAPersonWrites) {
  const auto document = parse(R"(
version = 1
delivery = "environment"
[custom_proxy]
enabled = true
host = 'proxy.example.com'
port = 0xC38
[[clients]]
id = "postman"
arguments = [
  "--new",  # comment
  '{files}',
]
variables = { LANG = "C" }
[[clients]]
id = "curl"
[clients.variables]
B = "2"
A = "1"
)");
  const Settings& settings = document.settings();
  EXPECT_EQ(settings.proxy.delivery, Delivery::kEnvironment);
  EXPECT_EQ(settings.proxy.custom_proxy.port, 3128);
  ASSERT_EQ(settings.clients.size(), 2U);
  EXPECT_EQ(settings.clients[0].arguments, (std::vector<std::string>{"--new", "{files}"}));
  EXPECT_EQ(settings.clients[1].variables, (FieldTable{{"A", "1"}, {"B", "2"}}));
}

TEST(SettingsDocument, ExplainsEachField) {
  const std::string text = SettingsDocument().render(full());
  EXPECT_THAT(text, StartsWith("# The settings of Sallyport. Comments and order are Sallyport's"));
  const auto expect_help = [&](std::string_view key, std::string_view help, std::string_view allowed) {
    const std::string line = "# " + std::string(help) + " (" + std::string(allowed) + ")\n" + std::string(key) + " = ";
    EXPECT_THAT(text, HasSubstr(line));
  };
  for (const auto& field : proxy_fields()) {
    expect_help(field.key.substr(field.key.find('.') + 1), field.help, field.allowed);
  }
  for (const auto& field : client_fields()) expect_help(field.key, field.help, field.allowed);
}

TEST(SettingsDocument, KeepsUnknownKeysOnEveryLevel) {
  const auto document = parse(R"(
future_number = 1.5
future_list = [1, "two", { three = 3 }]
"it's a\ttab" = 'quoted key'
future_inline = { a = 1, b = [ { c = 2024-02-29 } ] }
[future]
x = 0x10
[future.deeper]
y = "z"
[system_proxy]
future = true
[custom_proxy]
host = "proxy"
[custom_proxy.tls]
pinned = ["a"]
[[custom_proxy.chain]]
hop = 1
[[custom_proxy.chain]]
hop = 2
[[clients]]
id = "postman"
colour = "red"
[clients.window]
width = 800
[[clients]]
id = "curl"
colour = "blue"
[[rules]]
match = "a"
[[rules]]
match = "b"
)");
  Settings settings = document.settings();
  settings.proxy.custom_proxy.host = "other";
  std::swap(settings.clients[0], settings.clients[1]);
  const std::string text = document.render(settings);
  const SettingsDocument again = parse(text);
  EXPECT_EQ(again.settings(), settings);
  EXPECT_EQ(again.render(settings), text);
  for (const std::string_view kept :
       {"future_number = 1.5\n", "future_list = [ 1, \"two\", { three = 3 } ]\n",
        "[future]\ndeeper = { y = \"z\" }\nx = 16\n", "[future_inline]\na = 1\nb = [ { c = 2024-02-29 } ]\n",
        "\"it's a\\ttab\" = \"quoted key\"\n", "future = true\n", "tls = { pinned = [ \"a\" ] }\n",
        "chain = [ { hop = 1 }, { hop = 2 } ]\n", "window = { width = 800 }\n",
        "[[rules]]\nmatch = \"a\"\n\n[[rules]]\nmatch = \"b\"\n"}) {
    EXPECT_THAT(text, HasSubstr(kept));
  }
  EXPECT_LT(text.find("id = \"curl\""), text.find("colour = \"blue\""));
  EXPECT_LT(text.find("colour = \"blue\""), text.find("id = \"postman\""));
  EXPECT_LT(text.find("id = \"postman\""), text.find("colour = \"red\""));
}

TEST(SettingsDocument, DropsTheUnknownKeysOfAClientThatIsGone) {
  const auto document = parse("[[clients]]\nid = 'a'\ncolour = 'red'\n");
  EXPECT_THAT(document.render(document.settings()), HasSubstr("colour"));
  EXPECT_THAT(document.render(Settings{}), Not(HasSubstr("colour")));
}

TEST(SettingsDocument, LeavesAnIdThatStandsTwiceToValidate) {
  const auto document =
      parse("[[clients]]\nid = 'a'\ncolour = 'red'\n[[clients]]\nid = 'a'\ncolour = 'blue'\n[[clients]]\n");
  EXPECT_EQ(document.settings().clients.size(), 3U);
  const std::string text = document.render(document.settings());
  EXPECT_THAT(text, HasSubstr("red"));
  EXPECT_THAT(text, HasSubstr("blue"));
  EXPECT_FALSE(validate(document.settings()).empty());
}

TEST(SettingsDocument, SaysWhereTextIsNoToml) {
  EXPECT_THAT(error_of("version = 1\n[custom_proxy\n"),
              StartsWith("settings.toml:2:14: The settings cannot be read: "));
  EXPECT_THAT(error_of("version = 1\nversion = 1\n"), StartsWith("settings.toml:2:"));
  EXPECT_THAT(error_of("host = \"trunc"), StartsWith("settings.toml:1:"));
  EXPECT_THAT(error_of("a = 'caf\xe9'"), StartsWith("settings.toml:1:"));
  EXPECT_THAT(error_of(std::string_view("a = 1\n\0", 7)), StartsWith("settings.toml:2:"));
}

TEST(SettingsDocument, RefusesAHeadingWithoutItsFirstName) {
  EXPECT_THAT(error_of("[[.j]\n"), StartsWith("settings.toml:1:"));
  EXPECT_THAT(error_of("[.j]\n"), StartsWith("settings.toml:1:"));
}

TEST(SettingsDocument, RefusesWhatItCouldNotReadBack) {
  std::string dotted = "a";
  for (int i = 0; i < 300; ++i) dotted += ".a";
  EXPECT_THAT(error_of(dotted + " = 1"), EndsWith("Tables and lists are nested too deeply here. Correct this place."));
  EXPECT_THAT(error_of("version = 1\n\n  " + dotted + " = 1"), StartsWith("settings.toml:3:"));
  EXPECT_THAT(error_of("a = " + std::string(100, '[') + std::string(100, ']')), HasSubstr("nested too deeply"));
}

TEST(SettingsDocument, SurvivesNestingWithoutEnd) {
  const auto repeated = [](const std::string& part) {
    std::string text;
    for (int i = 0; i < 200'000; ++i) text += part;
    return text;
  };
  for (const std::string& text :
       {repeated("a.") + "a = 1", "[" + repeated("a . ") + "a]", repeated("'a'.") + "a = 1", "a = " + repeated("["),
        "a = " + repeated("{ a = "), "a = " + repeated("{ a.a.a = [\n")}) {
    EXPECT_THAT(error_of(text), EndsWith("nested too deeply here. Correct this place.")) << text.substr(0, 40);
  }
}

TEST(SettingsDocument, RefusesOtherThanAsciiWhereTomlDoes) {
  EXPECT_THAT(error_of("version = 1\nbypass = caf\u00e9"), StartsWith("settings.toml:2:"));
  // toml++ looks for white space in these places.
  for (const std::string character : {"\u00e9", "\u0407", "\u2c5e", "\u3042", "\ufb2a"}) {
    EXPECT_THAT(error_of(character + " = 1"), StartsWith("settings.toml:1:1: "));
    EXPECT_THAT(error_of("a = 1 " + character), StartsWith("settings.toml:1:7: "));
    EXPECT_THAT(error_of("a = 2\"\"\"G" + character + "\"\"\""), StartsWith("settings.toml:1:6: "));
    EXPECT_THAT(error_of("a = \"\"\"\\" + character + "\"\"\""), StartsWith("settings.toml:1:9: "));
  }
}

TEST(SettingsDocument, TakesTextInEveryScript) {
  const auto bypass_of = [](const std::string& value) {
    return parse("\uFEFF# \u00e9\n[custom_proxy]\nbypass = " + value).settings().proxy.custom_proxy.bypass;
  };
  EXPECT_EQ(bypass_of("\"b\u00fccher.test\" # \u0407"), "b\u00fccher.test");
  EXPECT_EQ(bypass_of("'\u0407\\\u0407'"), "\u0407\\\u0407");
  EXPECT_EQ(bypass_of("\"\"\"\u0407\\\\\u0407\\n\u0407\"\"\""), "\u0407\\\u0407\n\u0407");
  EXPECT_EQ(bypass_of("\"\"\"b\\\n  \u00e9\"\"\""), "b\u00e9");
}

TEST(SettingsDocument, TakesNoTextForNesting) {
  const std::string dots(300, '.');
  const std::string brackets(300, '[');
  const auto bypass_of = [](const std::string& value) {
    return parse("[custom_proxy]\nbypass = " + value).settings().proxy.custom_proxy.bypass;
  };
  EXPECT_EQ(bypass_of("\"\\\"" + dots + "\" # " + brackets), "\"" + dots);
  EXPECT_EQ(bypass_of("'''\n'" + dots + brackets + "'''"), "'" + dots + brackets);
  std::string numbers = "a = [";
  for (int i = 0; i < 300; ++i) numbers += " 1.5,";
  EXPECT_TRUE(SettingsDocument::parse(numbers + " ]", "settings.toml"));
}

struct Misfit {
  std::string_view text;
  std::string_view message;
};

class SettingsDocumentMisfits : public testing::TestWithParam<Misfit> {};

TEST_P(SettingsDocumentMisfits, AreShownWithTheirPlace) {
  EXPECT_EQ(error_of(GetParam().text), "settings.toml:" + std::string(GetParam().message));
}

INSTANTIATE_TEST_SUITE_P(
    SettingsDocument, SettingsDocumentMisfits,
    testing::Values(
        Misfit{"[custom_proxy]\nport = \"8080\"", "2:8: custom_proxy.port must be a number from 1 to 65535."},
        Misfit{"[custom_proxy]\nport = 80.0", "2:8: custom_proxy.port must be a number from 1 to 65535."},
        Misfit{"[custom_proxy]\nenabled = 1", "2:11: custom_proxy.enabled must be true or false."},
        Misfit{"delivery = \"fast\"", "1:12: delivery must be auto, environment or relay."},
        Misfit{"custom_proxy = 1", "1:16: custom_proxy must be a table: write [custom_proxy]."},
        Misfit{"clients = 1", "1:11: clients must be tables: write [[clients]] in front of each."},
        Misfit{"clients = [{}, 1]", "1:16: clients must be tables: write [[clients]] in front of each."},
        Misfit{"[clients]\nid = 1", "1:1: clients must be tables: write [[clients]] in front of each."},
        Misfit{"[[clients]]\narguments = [\"a\",\n  1]", "3:3: arguments must be a list of texts."},
        Misfit{"[[clients]]\nvariables = { A = 1 }", "2:19: variables must be a table of texts."},
        Misfit{"[[clients]]\nkind = \"electron\"", "2:8: kind must be auto, plain, chromium, java or node."},
        Misfit{"version = \"1\"", "1:11: version must be a number from 1."},
        Misfit{"version = 0", "1:11: version must be a number from 1."},
        Misfit{"\nversion = 2",
               "2:11: These settings are of version 2, and this Sallyport reads version 1: they were saved by a newer "
               "one. "
               "Update Sallyport to use them."}));

TEST(SettingsDocument, HoldsManyClients) {
  Settings settings;
  for (int i = 0; i < 200; ++i) {
    Client client = full().clients[0];
    client.id = "client-" + std::to_string(i);
    settings.clients.push_back(client);
  }
  EXPECT_EQ(parse(SettingsDocument().render(settings)).settings(), settings);
}

}  // namespace
}  // namespace sallyport
