#include "platform/macos/client_bundle.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sallyport {
namespace {

using testing::HasSubstr;
using testing::Not;

Client client(std::string name, std::string id = "app") {
  Client made;
  made.id = std::move(id);
  made.name = std::move(name);
  return made;
}

TEST(ClientBundle, RunsTheLauncher) {
  const auto bundle =
      make_client_bundle(client("Postman"), {"/Applications/Sally's.app/sallyport", "--settings", "/a b"});
  EXPECT_THAT(bundle.script, testing::StartsWith("#!/bin/sh\n"));
  EXPECT_THAT(bundle.script, HasSubstr("exec '/Applications/Sally'\\''s.app/sallyport' --settings '/a b' launch "
                                       "app --detach -- \"$@\"\n"));
}

TEST(ClientBundle, IsDescribedToMacOs) {
  const auto info = make_client_bundle(client("Tools & <Co>", "a_b"), {"/opt/sallyport"}).info;
  EXPECT_THAT(info, HasSubstr("<key>CFBundleName</key>\n\t<string>Tools &amp; &lt;Co&gt;</string>"));
  EXPECT_THAT(info, HasSubstr("<key>CFBundleExecutable</key>\n\t<string>launch</string>"));
  EXPECT_THAT(info, HasSubstr("<string>io.github.sallyport.client.a-b</string>"));
  EXPECT_THAT(info, HasSubstr("<key>LSArchitecturePriority</key>\n\t<array>\n\t\t<string>arm64</string>\n"
                              "\t\t<string>x86_64</string>\n\t</array>\n"));
  EXPECT_THAT(info, HasSubstr("<key>LSUIElement</key>\n\t<true/>"));
  EXPECT_THAT(info, testing::EndsWith("</dict>\n</plist>\n"));
  EXPECT_THAT(info, Not(HasSubstr("<Co>")));
}

TEST(ClientBundle, IsRecognised) {
  const auto seal = read_bundle_seal(make_client_bundle(client("A & B", "a_b"), {"/opt/a&b/sallyport"}));
  EXPECT_EQ(seal.client_id, "a_b");
  EXPECT_EQ(seal.program, "/opt/a&b/sallyport");
  EXPECT_TRUE(seal.unchanged);
}

TEST(ClientBundle, ShowsEveryEdit) {
  const auto bundle = make_client_bundle(client("Postman"), {"/opt/sallyport"});
  auto edited = bundle;
  edited.script += "# mine\n";
  EXPECT_FALSE(read_bundle_seal(edited).unchanged);
  EXPECT_EQ(read_bundle_seal(edited).client_id, "app");
  edited = bundle;
  edited.info.replace(edited.info.find("Postman"), 7, "Postwom");
  EXPECT_FALSE(read_bundle_seal(edited).unchanged);
  edited = bundle;
  edited.info.erase(edited.info.find("\t<key>SallyportSeal"), std::string_view("\t<key>SallyportSeal</key>\n").size());
  EXPECT_FALSE(read_bundle_seal(edited).unchanged);
  EXPECT_EQ(read_bundle_seal(edited).client_id, "app");
}

TEST(ClientBundle, IsNotOursWithoutTheMark) {
  EXPECT_EQ(read_bundle_seal({}).client_id, "");
  EXPECT_EQ(read_bundle_seal({"<plist><dict/></plist>", "#!/bin/sh\n"}).client_id, "");
  EXPECT_EQ(read_bundle_seal({"\t<key>SallyportClient</key>\n\t<string>../x</string>\n", ""}).client_id, "");
  EXPECT_EQ(read_bundle_seal({"\t<key>SallyportClient</key>\n\t<string>x", ""}).client_id, "");
}

struct NameCase {
  const char* name;
  std::string given;
  std::string expected;
};

class BundleName : public testing::TestWithParam<NameCase> {};

TEST_P(BundleName, IsSafeAsAFileName) { EXPECT_EQ(bundle_name(client(GetParam().given)), GetParam().expected); }

INSTANTIATE_TEST_SUITE_P(
    Names, BundleName,
    testing::Values(NameCase{"Plain", "VS Code", "VS Code"}, NameCase{"Separators", "a/b:c", "a-b-c"},
                    NameCase{"Parent", "../../x", "-..-x"}, NameCase{"Hidden", ".bashrc", "bashrc"},
                    NameCase{"Control", std::string("a\nb\0c", 5), "a-b-c"}, NameCase{"Spaces", "  a  ", "a"},
                    NameCase{"OnlyDots", "...", "app"}, NameCase{"Empty", "", "app"},
                    NameCase{"Umlaut",
                             "B\xC3\xBC"
                             "cher",
                             "B\xC3\xBC"
                             "cher"}),
    [](const auto& one) { return one.param.name; });

TEST(BundleName, IsCutBetweenCharacters) {
  std::string umlauts;
  for (int i = 0; i < 150; ++i) umlauts += "\xC3\xBC";
  EXPECT_EQ(bundle_name(client(umlauts)).size(), 200U);
  EXPECT_EQ(bundle_name(client("a" + umlauts)).size(), 199U);
}

TEST(PropertyList, IsEscaped) {
  EXPECT_EQ(escape_property_list("a&b<c>\"'\x01\n\x7f"), "a&amp;b&lt;c&gt;\"'");
  EXPECT_EQ(escape_property_list("&amp;"), "&amp;amp;");
}

}  // namespace
}  // namespace sallyport
