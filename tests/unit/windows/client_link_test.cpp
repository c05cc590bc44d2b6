#include "platform/windows/client_link.hpp"

#include <gtest/gtest.h>

namespace sallyport {
namespace {

Client client(const std::string& name) {
  Client made;
  made.id = "app";
  made.name = name;
  return made;
}

ShellLink sealed() {
  return seal_link(make_client_link(client("App"), {"C:\\Sallyport\\sallyportw.exe"}, "C:\\app.exe,0"));
}

TEST(ClientLink, IsOursAsItWasSealed) {
  const LinkSeal seal = read_link_seal(sealed());
  EXPECT_EQ(seal.client_id, "app");
  EXPECT_TRUE(seal.unchanged);
}

TEST(ClientLink, ShowsEveryEdit) {
  const auto is_unchanged_after = [](auto edit) {
    ShellLink link = sealed();
    edit(link);
    const LinkSeal seal = read_link_seal(link);
    EXPECT_EQ(seal.client_id, "app");
    return seal.unchanged;
  };
  EXPECT_FALSE(is_unchanged_after([](ShellLink& link) { link.target = "D:\\other\\sallyport.exe"; }));
  EXPECT_FALSE(is_unchanged_after([](ShellLink& link) { link.arguments += " --dark"; }));
  EXPECT_FALSE(is_unchanged_after([](ShellLink& link) { link.directory = "C:\\"; }));
  EXPECT_FALSE(is_unchanged_after([](ShellLink& link) { link.description = "Mine"; }));
  EXPECT_FALSE(is_unchanged_after([](ShellLink& link) { link.description.insert(0, "My "); }));
  EXPECT_FALSE(is_unchanged_after([](ShellLink& link) { link.icon = "C:\\mine.ico,0"; }));
  EXPECT_FALSE(is_unchanged_after([](ShellLink& link) { link.hotkey = 0x0641; }));
  EXPECT_FALSE(is_unchanged_after([](ShellLink& link) { link.show_command = 3; }));
}

TEST(ClientLink, KnowsTheClientOfAnySettingsFile) {
  const ShellLink link = make_client_link(
      client("App"), {"C:\\Sallyport\\SallyportW.exe", "--settings", "C:\\a b\\launch"}, "C:\\app.exe,0");
  EXPECT_EQ(read_link_seal(link).client_id, "app");
  EXPECT_FALSE(read_link_seal(link).unchanged) << "it was not sealed";
}

TEST(ClientLink, TakesNoOtherLinkForOurs) {
  for (const char* arguments : {"", "launch", "launch --direct", "run -- app", "--settings launch", "\"launch app\""}) {
    ShellLink link = sealed();
    link.arguments = arguments;
    EXPECT_EQ(read_link_seal(link).client_id, "") << arguments;
  }
  ShellLink link = sealed();
  link.target = "C:\\Sallyport\\other.exe";
  EXPECT_EQ(read_link_seal(link).client_id, "");
}

TEST(ClientLink, TellsWhatStartsSallyport) {
  for (const char* program : {"C:\\x\\sallyport.exe", "C:\\x\\SALLYPORTW.EXE", "C:\\x\\sallyport-settings.exe"}) {
    EXPECT_TRUE(starts_sallyport({.target = program})) << program;
  }
  for (const char* program : {"", "C:\\sallyport.exe\\app.exe", "C:\\x\\my-sallyport.exe"}) {
    EXPECT_FALSE(starts_sallyport({.target = program})) << program;
  }
}

struct NameCase {
  std::string name;
  std::string given;
  std::string expected;
};
class LinkName : public testing::TestWithParam<NameCase> {};

TEST_P(LinkName, IsSafeAsAFileName) { EXPECT_EQ(link_name(client(GetParam().given)), GetParam().expected); }

INSTANTIATE_TEST_SUITE_P(Names, LinkName,
                         testing::Values(NameCase{"Plain", "VS Code", "VS Code"},
                                         NameCase{"Forbidden", "a<b>c:d\"e/f\\g|h?i*j", "a-b-c-d-e-f-g-h-i-j"},
                                         NameCase{"Device", "Con", "_Con"},
                                         NameCase{"DeviceWithEnding", "nul.x", "_nul.x"},
                                         NameCase{"Port", "com1", "_com1"}, NameCase{"NoPort", "comma", "comma"},
                                         NameCase{"Empty", "", "app"}),
                         [](const auto& one) { return one.param.name; });

}  // namespace
}  // namespace sallyport
