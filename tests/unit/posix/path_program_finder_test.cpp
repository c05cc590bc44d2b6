#include "platform/path_program_finder.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support/temporary_directory.hpp"

namespace sallyport {
namespace {

class PathProgramFinderTest : public testing::Test {
 protected:
  std::string program(const std::string& name, std::string_view text = "#!/bin/sh\n", mode_t mode = 0700) {
    directory_.write(name, text);
    ::chmod((directory_ / name).c_str(), mode);
    return directory_ / name;
  }
  [[nodiscard]] Environment path(const std::string& value) const { return Environment({{"PATH", value}}); }
  ErrorCode failure_of(std::string_view command, const Environment& environment, std::string_view directory = {}) {
    const auto found = finder_.find(command, environment, directory);
    return found ? ErrorCode::kFailed : found.error().code;
  }

  TemporaryDirectory directory_;
  PathProgramFinder finder_{directory_ / "root"};
};

TEST_F(PathProgramFinderTest, TakesTheFirstExecutableOfThePath) {
  program("a/tool", "", 0600);
  const auto wanted = program("b/tool");
  program("c/tool");
  const auto found =
      finder_.find("tool", path((directory_ / "a") + ":" + (directory_ / "b") + ":" + (directory_ / "c")), "");
  ASSERT_TRUE(found.has_value()) << found.error().message;
  EXPECT_EQ(*found, wanted);
}

TEST_F(PathProgramFinderTest, SearchesTheStandardPlacesWithoutAPath) {
  const auto found = finder_.find("sh", Environment(), "");
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(*found, "/bin/sh");
}

TEST_F(PathProgramFinderTest, ResolvesARelativePathAgainstTheDirectory) {
  const auto wanted = program("bin/tool");
  EXPECT_EQ(finder_.find("./bin/tool", path(""), directory_.path().string()).value(), wanted);
  EXPECT_EQ(failure_of("./bin/tool", path(directory_ / "bin"), "/"), ErrorCode::kCommandNotFound);
}

TEST_F(PathProgramFinderTest, TakesAnEmptyElementForTheCurrentDirectory) {
  const auto wanted = program("tool");
  EXPECT_EQ(finder_.find("tool", path(":/no/such"), directory_.path().string()).value(), wanted);
}

TEST_F(PathProgramFinderTest, TellsMissingFromNotExecutable) {
  program("bin/text", "text", 0600);
  std::filesystem::create_directory(directory_.path() / "bin/folder");
  EXPECT_EQ(failure_of("text", path(directory_ / "bin")), ErrorCode::kCommandNotExecutable);
  EXPECT_EQ(failure_of(directory_ / "bin/text", path("")), ErrorCode::kCommandNotExecutable);
  EXPECT_EQ(failure_of(directory_ / "bin/folder", path("")), ErrorCode::kCommandNotExecutable);
  EXPECT_EQ(failure_of("folder", path(directory_ / "bin")), ErrorCode::kCommandNotFound);
  EXPECT_EQ(failure_of("nothing", path(directory_ / "bin")), ErrorCode::kCommandNotFound);
  EXPECT_EQ(failure_of("", path(directory_ / "bin")), ErrorCode::kCommandNotFound);
}

TEST_F(PathProgramFinderTest, RecognisesElectronByTheFilesBesideIt) {
  directory_.write("app/resources/app.asar", "");
  EXPECT_EQ(finder_.recognise(program("app/postman", "\x7f")), ClientKind::kChromium);
}

TEST_F(PathProgramFinderTest, RecognisesElectronInTheBundleOfAMac) {
  EXPECT_EQ(finder_.recognise(program("Postman.app/Contents/MacOS/Postman", "\xcf")), ClientKind::kPlain);
  directory_.write("Postman.app/Contents/Frameworks/Electron Framework.framework/Resources/Info.plist", "");
  EXPECT_EQ(finder_.recognise(program("Postman.app/Contents/MacOS/Postman", "\xcf")), ClientKind::kChromium);
}

TEST_F(PathProgramFinderTest, RecognisesAProgramInAFolderBelowItsFiles) {
  directory_.write("code/chrome_100_percent.pak", "");
  EXPECT_EQ(finder_.recognise(program("code/bin/code")), ClientKind::kChromium);
}

TEST_F(PathProgramFinderTest, FollowsALinkToTheProgram) {
  directory_.write("opt/slack/v8_context_snapshot.bin", "");
  program("opt/slack/slack", "\x7f");
  std::filesystem::create_directory(directory_.path() / "links");
  std::filesystem::create_symlink("../opt/slack/slack", directory_.path() / "links/slack");
  EXPECT_EQ(finder_.recognise(directory_ / "links/slack"), ClientKind::kChromium);
  EXPECT_EQ(finder_.without_links(directory_ / "links/slack"),
            std::filesystem::canonical(directory_.path() / "opt/slack/slack"));
  EXPECT_EQ(finder_.without_links(directory_ / "absent"), directory_ / "absent");
}

TEST_F(PathProgramFinderTest, FollowsAWrapperScriptToTheFilesOfItsName) {
  for (const std::string place : {"root/usr/lib/", "root/usr/share/", "root/opt/"}) {
    const std::string name = "wrapped" + std::to_string(place.size());
    directory_.write(place + name + "/resources.pak", "");
    directory_.write(place + name + "/icudtl.dat", "");
    EXPECT_EQ(finder_.recognise(program("bin/" + name)), ClientKind::kChromium) << place;
    EXPECT_EQ(finder_.recognise(program("bin2/" + name,
                                        "\x7f"
                                        "ELF")),
              ClientKind::kPlain)
        << place;
  }
}

TEST_F(PathProgramFinderTest, TakesEverythingElseForPlain) {
  EXPECT_EQ(finder_.recognise("/bin/sh"), ClientKind::kPlain);
  EXPECT_EQ(finder_.recognise(directory_ / "no/such/program"), ClientKind::kPlain);
  directory_.write("icu/icudtl.dat", "");
  EXPECT_EQ(finder_.recognise(program("icu/tool")), ClientKind::kPlain);
}

TEST_F(PathProgramFinderTest, RecognisesTheInstalledChromium) {
  if (::access("/usr/bin/chromium", X_OK) != 0) GTEST_SKIP() << "chromium is not installed";
  EXPECT_EQ(PathProgramFinder().recognise("/usr/bin/chromium"), ClientKind::kChromium);
}

}  // namespace
}  // namespace sallyport
