#include <gmock/gmock.h>

#include "support/absolute_path.hpp"
#include "support/fake_command_line.hpp"

namespace sallyport {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Pair;

TEST(ClientVerb, AddsAClientAndPrintsItsId) {
  FakeCommandLine sallyport;
  EXPECT_EQ(sallyport({"client", "add",      "--name", "VS Code",     "--env",
                       "A=1",    "--env",    "B=x=y",  "--directory", absolute_path("srv"),
                       "--kind", "chromium", "--menu", "--",          "code",
                       "a b",    "\"q\"",    "$x",     "100%",        "two\nlines",
                       "--"}),
            0);
  EXPECT_EQ(sallyport.out(), "vs-code\n");
  const Settings settings = sallyport.saved();
  ASSERT_EQ(settings.clients.size(), 1U);
  const Client& client = settings.clients.front();
  EXPECT_EQ(client.command, "code");
  EXPECT_THAT(client.arguments, ElementsAre("a b", "\"q\"", "$x", "100%", "two\nlines", "--"));
  EXPECT_THAT(client.variables, ElementsAre(Pair("A", "1"), Pair("B", "x=y")));
  EXPECT_EQ(client.directory, absolute_path("srv"));
  EXPECT_EQ(client.kind, ClientKind::kChromium);
  EXPECT_TRUE(sallyport.menu.has(client));
}

TEST(ClientVerb, GivesASecondOfTheNameAnIdOfItsOwn) {
  FakeCommandLine sallyport;
  EXPECT_EQ(sallyport({"client", "add", "--name", "App", "--", "curl"}), 0);
  EXPECT_EQ(sallyport({"client", "add", "--name", "App", "--", "curl"}), 0);
  EXPECT_EQ(sallyport.out(), "app-2\n");
  EXPECT_EQ(sallyport({"client", "add", "--name", "App", "--id", "app", "--", "curl"}), 3);
  EXPECT_EQ(sallyport({"client", "list", "--ids"}), 0);
  EXPECT_EQ(sallyport.out(), "app\napp-2\n");
}

TEST(ClientVerb, RefusesWhatBreaksARule) {
  FakeCommandLine sallyport;
  EXPECT_EQ(sallyport({"client", "add", "--", "curl"}), 2);
  EXPECT_EQ(sallyport({"client", "add", "--name", "App"}), 2);
  EXPECT_EQ(sallyport({"client", "add", "--name", "App", "--env", "A", "--", "curl"}), 3);
  EXPECT_EQ(sallyport({"client", "add", "--name", "App", "--directory", "relative", "--", "curl"}), 3);
  EXPECT_EQ(sallyport({"client", "add", "--name", "App", "--kind", "cobol", "--", "curl"}), 3);
  EXPECT_EQ(sallyport({"client", "add", "--name", "App", "--admit", "all", "--", "curl"}), 3);
  EXPECT_EQ(sallyport({"client", "add", "--name", "two\nlines", "--", "curl"}), 3);
  EXPECT_FALSE(sallyport.storage.text.has_value());
}

TEST(ClientVerb, SaysWhomTheRelayServes) {
  FakeCommandLine sallyport;
  ASSERT_EQ(sallyport({"client", "add", "--name", "App", "--admit", "tree", "--", "curl"}), 0);
  ASSERT_EQ(sallyport({"client", "add", "--name", "Other", "--", "curl"}), 0);
  EXPECT_EQ(sallyport({"client", "list", "--json"}), 0);
  EXPECT_EQ(sallyport.json()["clients"][0]["admit"], "tree");
  EXPECT_EQ(sallyport.json()["clients"][1]["admit"], "user");
  EXPECT_EQ(sallyport({"client", "edit", "app", "--admit", "user"}), 0);
  EXPECT_EQ(sallyport.saved().clients.at(0).admit, Admission::kUser);
}

TEST(ClientVerb, EditsOnlyWhatIsGiven) {
  FakeCommandLine sallyport;
  ASSERT_EQ(sallyport({"client", "add", "--name", "App", "--env", "A=1", "--env", "B=2", "--", "curl", "-s"}), 0);
  EXPECT_EQ(sallyport({"client", "edit", "app", "--env", "A=3", "--drop-env", "B", "--name", "Renamed"}), 0);
  Client client = sallyport.saved().clients.at(0);
  EXPECT_EQ(client.id, "app");
  EXPECT_EQ(client.name, "Renamed");
  EXPECT_THAT(client.variables, ElementsAre(Pair("A", "3")));
  EXPECT_THAT(client.arguments, ElementsAre("-s"));
  EXPECT_EQ(sallyport({"client", "edit", "app", "--", "wget"}), 0);
  client = sallyport.saved().clients.at(0);
  EXPECT_EQ(client.command, "wget");
  EXPECT_TRUE(client.arguments.empty());
  EXPECT_EQ(sallyport({"client", "edit", "nobody", "--name", "X"}), 2);
}

TEST(ClientVerb, PutsAClientIntoTheMenuAndTakesItOut) {
  FakeCommandLine sallyport;
  ASSERT_EQ(sallyport({"client", "add", "--name", "App", "--", "curl"}), 0);
  EXPECT_EQ(sallyport({"client", "menu", "app", "on"}), 0);
  EXPECT_TRUE(sallyport.menu.has(sallyport.saved().clients.at(0)));
  EXPECT_EQ(sallyport({"client", "menu", "app", "off"}), 0);
  EXPECT_FALSE(sallyport.menu.has(sallyport.saved().clients.at(0)));
  EXPECT_EQ(sallyport({"client", "menu", "app", "perhaps"}), 2);
}

TEST(ClientVerb, RemovesAClientAndItsMenuEntry) {
  FakeCommandLine sallyport;
  ASSERT_EQ(sallyport({"client", "add", "--name", "App", "--menu", "--", "curl"}), 0);
  EXPECT_EQ(sallyport({"client", "remove", "app"}), 0);
  EXPECT_TRUE(sallyport.menu.entries.empty());
  EXPECT_TRUE(sallyport.saved().clients.empty());
}

TEST(ClientVerb, WarnsWhenTheMenuDoesNotTakeTheEntry) {
  FakeCommandLine sallyport;
  sallyport.menu.error = Error{ErrorCode::kIo, "The entry cannot be written."};
  EXPECT_EQ(sallyport({"client", "add", "--name", "App", "--menu", "--", "curl"}), 0);
  EXPECT_THAT(sallyport.err(), HasSubstr("The entry cannot be written."));
}

TEST(ClientVerb, ImportsAnInstalledApp) {
  FakeCommandLine sallyport;
  EXPECT_EQ(sallyport({"client", "import"}), 0);
  EXPECT_THAT(sallyport.out(), HasSubstr("postman.desktop"));
  EXPECT_EQ(sallyport({"client", "import", "postman.desktop", "--menu"}), 0);
  EXPECT_EQ(sallyport.out(), "postman\n");
  const Client client = sallyport.saved().clients.at(0);
  EXPECT_EQ(client.desktop_id, "postman.desktop");
  EXPECT_TRUE(client.menu);
  EXPECT_EQ(sallyport({"client", "import", "other.desktop"}), 2);
}

TEST(ClientVerb, ListsAsJson) {
  FakeCommandLine sallyport;
  ASSERT_EQ(sallyport({"client", "add", "--name", "Café", "--id", "cafe", "--", "curl", "ü"}), 0);
  EXPECT_EQ(sallyport({"client", "list", "--json"}), 0);
  const nlohmann::json client = sallyport.json()["clients"][0];
  for (const char* key : {"id", "name", "command", "arguments", "directory", "variables", "kind", "admit", "menu"}) {
    EXPECT_TRUE(client.contains(key)) << key;
  }
  EXPECT_EQ(client["name"], "Café");
}

}  // namespace
}  // namespace sallyport
