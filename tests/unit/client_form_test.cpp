#include "presenters/client_form.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sallyport {
namespace {

using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::IsEmpty;
using ::testing::Pair;

TEST(ClientKey, IsTheIdAndTheFieldBehindItsLastDot) {
  const auto key = parse_client_key("clients.org.example.app.command");
  ASSERT_TRUE(key.has_value());
  EXPECT_EQ(key->id, "org.example.app");
  EXPECT_EQ(key->field, "command");
}

TEST(ClientKey, IsNoOtherKey) {
  for (const char* key : {"", "clients", "clients.", "clients.app", "clients..command", "custom_proxy.password"})
    EXPECT_FALSE(parse_client_key(key).has_value()) << key;
}

TEST(ClientForm, MakesAnIdThatIsFree) {
  ClientForm form(std::vector<std::string>{"vs-code"});
  ClientForm::Fields fields = form.shown();
  fields.name = "VS Code";
  fields.command = "code";
  form.edit(fields);
  EXPECT_THAT(form.errors(), IsEmpty());
  EXPECT_EQ(form.client().id, "vs-code-2");
  EXPECT_TRUE(form.client().menu);
}

TEST(ClientForm, ReadsArgumentsAndVariables) {
  ClientForm form(std::vector<std::string>{});
  form.edit({.name = "A", .command = "a", .arguments = "-x \"b c\"", .directory = "", .variables = "LANG=C\n\nX=a=b"});
  EXPECT_THAT(form.client().arguments, ElementsAre("-x", "b c"));
  EXPECT_THAT(form.client().variables, ElementsAre(Pair("LANG", "C"), Pair("X", "a=b")));
}

TEST(ClientForm, NamesTheFieldOfEachError) {
  ClientForm form(std::vector<std::string>{});
  form.edit({.name = "", .command = "", .arguments = "\"", .directory = "relative", .variables = "=C"});
  std::vector<std::string> fields;
  for (const FieldError& error : form.errors()) fields.push_back(error.field);
  EXPECT_THAT(fields, ::testing::UnorderedElementsAre("name", "command", "arguments", "directory", "variables"));
}

TEST(ClientForm, KeepsWhatWasNotEdited) {
  Client original;
  original.id = "tool.x";
  original.name = "Tool";
  original.command = "/bin/t\xffool";
  original.arguments = {"a\nb", ""};
  original.admit = Admission::kTree;
  original.desktop_id = "tool.desktop";
  ClientForm form(original);
  EXPECT_EQ(form.client(), original);
  ClientForm::Fields fields = form.shown();
  fields.menu = true;
  form.edit(fields);
  original.menu = true;
  EXPECT_EQ(form.client(), original);
}

TEST(ClientForm, LimitsTheRelayToTheAppsOwnProcessesAndBack) {
  Client original;
  original.id = original.name = original.command = "tool";
  for (const bool only : {true, false}) {
    ClientForm form(original);
    ClientForm::Fields fields = form.shown();
    fields.own_processes_only = only;
    form.edit(fields);
    original = form.client();
    EXPECT_EQ(original.admit, only ? Admission::kTree : Admission::kUser);
    EXPECT_EQ(ClientForm(original).shown().own_processes_only, only);
  }
}

}  // namespace
}  // namespace sallyport
