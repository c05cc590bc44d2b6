#include "platform/posix/single_window.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>

#include <thread>

#include "support/temporary_directory.hpp"

namespace sallyport {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr int kLimit = 10000;  // milliseconds

/// Takes one call when it comes.
SingleWindow::Words take(SingleWindow& window) {
  pollfd called{window.listener(), POLLIN, 0};
  return ::poll(&called, 1, kLimit) == 1 ? window.take() : SingleWindow::Words{"nobody called"};
}

struct SingleWindowTest : testing::Test {
  TemporaryDirectory directory;
  std::string path = directory.path().string();
};

TEST_F(SingleWindowTest, TheFirstIsNotHandedOver) {
  SingleWindow first(path, "settings");
  EXPECT_FALSE(first.hand_over({"a"}));
  EXPECT_GE(first.listener(), 0);
}

TEST_F(SingleWindowTest, TheSecondHandsItsWordsToTheFirst) {
  SingleWindow first(path, "settings");
  ASSERT_FALSE(first.hand_over({}));
  bool handed_over = false;
  std::thread second([&] { handed_over = SingleWindow(path, "settings").hand_over({"apps", "", "two words"}); });
  EXPECT_THAT(take(first), ElementsAre("apps", "", "two words"));
  second.join();
  EXPECT_TRUE(handed_over);
}

TEST_F(SingleWindowTest, AnotherPurposeHasAWindowOfItsOwn) {
  SingleWindow first(path, "settings");
  ASSERT_FALSE(first.hand_over({}));
  SingleWindow other(path, "other settings");
  EXPECT_FALSE(other.hand_over({"a"}));
  EXPECT_GE(other.listener(), 0);
}

TEST_F(SingleWindowTest, ALaterStartIsFirstAgainOnceTheFirstHasGone) {
  { EXPECT_FALSE(SingleWindow(path, "settings").hand_over({})); }
  SingleWindow next(path, "settings");
  EXPECT_FALSE(next.hand_over({}));
  EXPECT_GE(next.listener(), 0);
}

TEST_F(SingleWindowTest, AFirstThatDoesNotAnswerIsNotWaitedForLong) {
  SingleWindow first(path, "settings");
  ASSERT_FALSE(first.hand_over({}));
  SingleWindow second(path, "settings");
  EXPECT_FALSE(second.hand_over({"a"}));
  EXPECT_EQ(second.listener(), -1);
  // The caller has given up; what it sent is still read, and harms nothing.
  EXPECT_THAT(take(first), ElementsAre("a"));
  EXPECT_THAT(first.take(), IsEmpty());
}

TEST_F(SingleWindowTest, ADirectoryThatIsNotThereMeansAWindow) {
  SingleWindow window(path + "/missing", "settings");
  EXPECT_FALSE(window.hand_over({}));
  EXPECT_EQ(window.listener(), -1);
}

}  // namespace
}  // namespace sallyport
