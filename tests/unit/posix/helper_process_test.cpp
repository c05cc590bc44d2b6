#include "platform/helper_process.hpp"

#include <gtest/gtest.h>
#include <signal.h>

#include <filesystem>

#include "platform/throwaway_directory.hpp"
#include "support/wait_for.hpp"

namespace sallyport {
namespace {

using std::chrono::seconds;

Result<HelperProcess::Ended> run(const std::string& script, std::string_view input = {}) {
  Environment environment;
  environment.set("A", "b c");
  environment.set("PATH", "/usr/bin:/bin");
  auto process =
      HelperProcess::start({"/bin/sh", {"-c", script}, {}, environment, {}}, input, HelperProcess::Streams::kCaptured);
  if (!process) return tl::unexpected(process.error());
  return (*process)->finish(seconds(20), {});
}

TEST(HelperProcess, GivesWhatWasWrittenAndTheCode) {
  const auto ended = run("cat; echo \"$A\"; echo oh >&2; exit 3", "in");
  ASSERT_TRUE(ended);
  EXPECT_EQ(ended->code, 3);
  EXPECT_EQ(ended->output, "inb c\n");
  EXPECT_EQ(ended->messages, "oh\n");
  EXPECT_EQ(run("kill -9 $$")->code, 137);
}

TEST(HelperProcess, TakesInMoreThanAPipeHolds) {
  const auto ended = run("head -c 300000 /dev/zero; exit 0");
  ASSERT_TRUE(ended);
  EXPECT_EQ(ended->output.size(), 300000U);
}

TEST(HelperProcess, WaitsForNoOneLeftBehind) {
  const auto ended = run("(sleep 60 & echo $!); exit 0");
  ASSERT_TRUE(ended);
  const int left_behind = std::stoi(ended->output);
  EXPECT_EQ(::kill(left_behind, SIGKILL), 0);
}

TEST(HelperProcess, InheritsNoOpenFile) {
  const auto ended = run("ls /proc/self/fd | wc -l");
  ASSERT_TRUE(ended);
  EXPECT_EQ(ended->output, "4\n");  // the three streams and the folder that ls reads
}

TEST(HelperProcess, SaysWhatCannotBeStarted) {
  const auto process =
      HelperProcess::start({"/no/such/program", {}, {}, {}, {}}, {}, HelperProcess::Streams::kCaptured);
  ASSERT_FALSE(process);
  EXPECT_EQ(process.error().code, ErrorCode::kCommandNotFound);
}

TEST(HelperProcess, GivesUpWhenToldOrAtTheLimitAndEndsTheProgram) {
  auto process =
      HelperProcess::start({"/bin/sleep", {"60"}, {}, {}, {}}, {}, HelperProcess::Streams::kDiscarded).value();
  std::stop_source stop;
  stop.request_stop();
  EXPECT_EQ(process->finish(seconds(20), stop.get_token()).error().code, ErrorCode::kCancelled);
  EXPECT_EQ(process->finish(seconds(0), {}).error().code, ErrorCode::kTimedOut);
}

TEST(ThrowawayDirectory, GoesWithEverythingInIt) {
  std::string path;
  {
    const auto directory = ThrowawayDirectory::make("sallyport-test").value();
    path = directory->path();
    EXPECT_EQ(std::filesystem::status(path).permissions(), std::filesystem::perms::owner_all);
    std::filesystem::create_directories(path + "/a/b");
  }
  EXPECT_FALSE(std::filesystem::exists(path));
}

}  // namespace
}  // namespace sallyport
