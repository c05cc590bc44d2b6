#include "platform/path_program_finder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/temporary_directory.hpp"

namespace sallyport {
namespace {

using testing::HasSubstr;

class PathProgramFinderTest : public testing::Test {
 protected:
  std::string program(const std::string& name) {
    directory_.write(name, "MZ");
    return (directory_.path() / name).make_preferred().string();
  }
  [[nodiscard]] Environment path(const std::string& value) const {
    return Environment({{"Path", value}}, Environment::Names::kIgnoringCase);
  }
  std::string found(std::string_view command, const Environment& environment, std::string_view directory = {}) {
    const auto result = finder_.find(command, environment, directory);
    return result ? *result : result.error().message;
  }
  ErrorCode failure_of(std::string_view command, const Environment& environment) {
    const auto result = finder_.find(command, environment, {});
    return result ? ErrorCode::kFailed : result.error().code;
  }

  TemporaryDirectory directory_;
  PathProgramFinder finder_;
};

TEST_F(PathProgramFinderTest, TakesTheFirstOfThePath) {
  program("a/other.exe");
  const auto wanted = program("b/tool.exe");
  program("c/tool.exe");
  const Environment environment = path(directory_ / "a" + ";\"" + (directory_ / "b") + "\";;" + (directory_ / "c"));
  EXPECT_EQ(found("tool", environment), wanted);
  EXPECT_EQ(found("tool.EXE", environment), (directory_ / "b\\tool.EXE"));
}

TEST_F(PathProgramFinderTest, TriesTheEndingsInTheirOrder) {
  program("tool.cmd");
  const auto wanted = program("tool.exe");
  EXPECT_EQ(found("tool", path(directory_ / "")), wanted);
  Environment environment = path(directory_ / "");
  environment.set("PATHEXT", ".CMD;.EXE");
  EXPECT_THAT(found("tool", environment), testing::EndsWith("tool.cmd"));
}

TEST_F(PathProgramFinderTest, TellsWhatIsNoProgramFromWhatIsNotThere) {
  program("readme.txt");
  EXPECT_EQ(failure_of("readme.txt", path(directory_ / "")), ErrorCode::kCommandNotExecutable);
  EXPECT_EQ(failure_of(directory_ / "readme.txt", Environment()), ErrorCode::kCommandNotExecutable);
  EXPECT_EQ(failure_of("missing", path(directory_ / "")), ErrorCode::kCommandNotFound);
  EXPECT_EQ(failure_of(directory_ / "missing", Environment()), ErrorCode::kCommandNotFound);
  EXPECT_EQ(failure_of("", path(directory_ / "")), ErrorCode::kCommandNotFound);
}

TEST_F(PathProgramFinderTest, TakesAPathAsItStandsOrRelativeToTheFolder) {
  const auto wanted = program("sub/tool.exe");
  EXPECT_EQ(found(wanted, Environment()), wanted);
  EXPECT_EQ(found("sub\\tool", Environment(), directory_ / ""), wanted);
  EXPECT_EQ(found("./sub/tool.exe", Environment(), directory_ / ""), wanted);
}

TEST_F(PathProgramFinderTest, NeverLooksInTheCurrentDirectory) {
  program("tool.exe");
  const auto before = std::filesystem::current_path();
  std::filesystem::current_path(directory_.path());
  EXPECT_EQ(failure_of("tool", path(".;")), ErrorCode::kCommandNotFound);
  std::filesystem::current_path(before);
}

TEST_F(PathProgramFinderTest, RecognisesChromiumBesideAProgramAndBelowIt) {
  const auto electron = program("electron/app.exe");
  directory_.write("electron/resources/app.asar", "");
  const auto updated = program("updated/app.exe");
  directory_.write("updated/app-1.2.3/v8_context_snapshot.bin", "");
  const auto chrome = program("chrome/chrome.exe");
  directory_.write("chrome/126.0.6478.127/chrome_100_percent.pak", "");
  const auto plain = program("plain/app.exe");
  directory_.write("plain/icudtl.dat", "");
  directory_.write("plain/other/chrome_100_percent.pak", "");
  EXPECT_EQ(finder_.recognise(electron), ClientKind::kChromium);
  EXPECT_EQ(finder_.recognise(updated), ClientKind::kChromium);
  EXPECT_EQ(finder_.recognise(chrome), ClientKind::kChromium);
  EXPECT_EQ(finder_.recognise(plain), ClientKind::kPlain);
  EXPECT_EQ(finder_.recognise(directory_ / "missing/app.exe"), ClientKind::kPlain);
}

TEST_F(PathProgramFinderTest, LeavesWhatIsNoLinkAsItIs) {
  const auto plain = program("tool.exe");
  EXPECT_EQ(finder_.without_links(plain), plain);
  EXPECT_EQ(finder_.without_links(directory_ / "missing"), directory_ / "missing");
}

}  // namespace
}  // namespace sallyport
