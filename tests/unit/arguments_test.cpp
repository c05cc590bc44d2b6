#include "cli/arguments.hpp"

#include <gmock/gmock.h>

namespace sallyport {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(Arguments, LeavesWhatFollowsTheCommandOfRunToTheCommand) {
  const Arguments divided = Arguments::divide({"run", "--direct", "--kind", "plain", "curl", "--direct", "--", "-s"});
  EXPECT_EQ(divided.verb, "run");
  EXPECT_THAT(divided.head, ElementsAre("run", "--direct", "--kind", "plain"));
  EXPECT_THAT(divided.tail, ElementsAre("curl", "--direct", "--", "-s"));
}

TEST(Arguments, TakesACommandThatLooksLikeAnOptionBehindADoubleDash) {
  const Arguments divided = Arguments::divide({"--settings", "run", "run", "--kind=plain", "--", "--odd", "--"});
  EXPECT_THAT(divided.head, ElementsAre("--settings", "run", "run", "--kind=plain"));
  EXPECT_THAT(divided.tail, ElementsAre("--odd", "--"));
}

TEST(Arguments, DividesLaunchAndClientAtTheFirstDoubleDash) {
  EXPECT_THAT(Arguments::divide({"launch", "app", "--", "--direct", "--"}).tail, ElementsAre("--direct", "--"));
  const Arguments added = Arguments::divide({"client", "add", "--name", "N", "--", "cmd", "a b"});
  EXPECT_THAT(added.head, ElementsAre("client", "add", "--name", "N"));
  EXPECT_THAT(added.tail, ElementsAre("cmd", "a b"));
}

TEST(Arguments, LeavesTheDoubleDashOfOtherVerbsAlone) {
  const Arguments divided = Arguments::divide({"stop", "--", "app"});
  EXPECT_THAT(divided.head, ElementsAre("stop", "--", "app"));
  EXPECT_FALSE(divided.tail_given);
}

TEST(Arguments, HasNoVerbWhenThereIsNone) {
  EXPECT_EQ(Arguments::divide({}).verb, "");
  EXPECT_EQ(Arguments::divide({"--settings", "file"}).verb, "");
  EXPECT_THAT(Arguments::divide({"run", "--kind"}).tail, IsEmpty());
}

}  // namespace
}  // namespace sallyport
