#include <gmock/gmock.h>

#include <filesystem>

#include "support/sallyport_sandbox.hpp"

namespace sallyport {
namespace {

using ::testing::HasSubstr;

class SettingsFaults : public ::testing::Test {
 protected:
  static constexpr const char* kFile = "config/sallyport/settings.toml";

  void write(const std::string& text) {
    sallyport.home.write(kFile, text);
    std::filesystem::permissions(sallyport.home / kFile,
                                 std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  }
  /// Neither launching nor saving touches the file, and both say why.
  void expect_refused(int code, const std::string& words) {
    const std::string before = sallyport.home.read(kFile);
    const auto shown = sallyport({"settings", "show"});
    EXPECT_EQ(shown.code, code) << shown.messages;
    EXPECT_THAT(shown.messages, HasSubstr(words));
    EXPECT_EQ(sallyport({"settings", "set", "custom_proxy.port=1"}).code, code);
    EXPECT_EQ(sallyport({"client", "add", "--name", "N", "--", "true"}).code, code);
    EXPECT_EQ(sallyport({"run", "true"}).code, 125);
    EXPECT_EQ(sallyport.home.read(kFile), before);
  }

  SallyportSandbox sallyport{SALLYPORT_PROGRAM};
};

TEST_F(SettingsFaults, ATruncatedFileIsReportedWithItsLine) {
  write("version = 1\n[custom_proxy]\nhost = \"proxy.exa");
  expect_refused(3, "settings.toml:3:");
}

TEST_F(SettingsFaults, ANewerFileIsLeftToANewerProgram) {
  write("version = 99\n");
  expect_refused(3, "version");
}

TEST_F(SettingsFaults, AFileThatOthersMayWriteIsRefused) {
  write("version = 1\n");
  std::filesystem::permissions(sallyport.home / kFile, std::filesystem::perms::all);
  expect_refused(3, "settings.toml");
}

TEST_F(SettingsFaults, AFileThatCannotBeReadIsReported) {
  std::filesystem::create_directories(sallyport.home / kFile);
  const auto shown = sallyport({"settings", "show"});
  EXPECT_EQ(shown.code, 1) << shown.messages;
  EXPECT_THAT(shown.messages, HasSubstr("settings.toml"));
  EXPECT_EQ(sallyport({"run", "true"}).code, 125);
}

TEST_F(SettingsFaults, RunDirectWorksWhateverTheFileIsLike) {
  write("not = [toml");
  EXPECT_EQ(sallyport({"run", "--direct", "true"}).code, 0);
}

TEST_F(SettingsFaults, UnknownKeysSurviveASave) {
  write("version = 1\nfuture = \"kept\"\n[custom_proxy]\nshade = 7\n");
  ASSERT_EQ(sallyport({"settings", "set", "custom_proxy.port=3128"}).code, 0);
  EXPECT_THAT(sallyport.home.read(kFile), HasSubstr("future = \"kept\""));
  EXPECT_THAT(sallyport.home.read(kFile), HasSubstr("shade = 7"));
  EXPECT_EQ(sallyport({"settings", "get", "custom_proxy.port"}).output, "3128\n");
}

TEST_F(SettingsFaults, AnotherFileCanBeNamed) {
  const std::string file = sallyport.home / "other.toml";
  ASSERT_EQ(sallyport({"--settings", file, "settings", "set", "custom_proxy.port=3128"}).code, 0);
  EXPECT_EQ(sallyport({"--settings", file, "settings", "get", "custom_proxy.port"}).output, "3128\n");
  EXPECT_EQ(sallyport({"settings", "get", "custom_proxy.port"}).output, "8080\n");
  EXPECT_EQ(sallyport({"settings", "validate", file}).code, 0);
  EXPECT_FALSE(std::filesystem::exists(sallyport.home / kFile));
}

}  // namespace
}  // namespace sallyport
