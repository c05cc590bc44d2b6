#include "platform/single_window.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>
#include <thread>

#include "support/temporary_directory.hpp"

namespace sallyport {
namespace {

using ::testing::ElementsAre;

constexpr std::chrono::seconds kLimit{10};

struct SingleWindowTest : testing::Test {
  [[nodiscard]] std::unique_ptr<SingleWindow> window(std::string_view purpose = "settings") const {
    return make_single_window(path, purpose);
  }

  TemporaryDirectory directory;
  std::string path = directory.path().string();
};

/// What the first hears of the next start.
std::future<SingleWindow::Call> listen(SingleWindow& first) {
  auto heard = std::make_shared<std::promise<SingleWindow::Call>>();
  EXPECT_TRUE(first.listen([heard](SingleWindow::Call call) { heard->set_value(std::move(call)); }));
  return heard->get_future();
}

std::future<bool> start_another(const SingleWindowTest& test) {
  return std::async(std::launch::async, [&test] { return test.window()->hand_over({"apps", "", "two words"}); });
}

TEST_F(SingleWindowTest, TheFirstIsNotHandedOver) {
  const auto first = window();
  EXPECT_FALSE(first->hand_over({"a"}));
  EXPECT_TRUE(first->listen([](const SingleWindow::Call&) {}));
}

TEST_F(SingleWindowTest, TheSecondHandsItsWordsToTheFirst) {
  const auto first = window();
  ASSERT_FALSE(first->hand_over({}));
  auto heard = listen(*first);
  auto handed_over = start_another(*this);
  ASSERT_EQ(heard.wait_for(kLimit), std::future_status::ready);
  const SingleWindow::Call call = heard.get();
  EXPECT_THAT(call.words, ElementsAre("apps", "", "two words"));
  call.take();
  EXPECT_TRUE(handed_over.get());
}

TEST_F(SingleWindowTest, EveryLaterStartIsHeard) {
  const auto first = window();
  ASSERT_FALSE(first->hand_over({}));
  first->listen([](const SingleWindow::Call& call) { call.take(); });
  for (int i = 0; i < 5; ++i) EXPECT_TRUE(window()->hand_over({"a"}));
}

TEST_F(SingleWindowTest, AStartWhoseWordsAreNotTakenIsTheNextWindow) {
  auto first = window();
  ASSERT_FALSE(first->hand_over({}));
  auto heard = listen(*first);
  auto handed_over = start_another(*this);
  ASSERT_EQ(heard.wait_for(kLimit), std::future_status::ready);
  first.reset();
  (void)heard.get();  // dropped
  EXPECT_FALSE(handed_over.get());
}

TEST_F(SingleWindowTest, AnotherPurposeHasAWindowOfItsOwn) {
  const auto first = window();
  ASSERT_FALSE(first->hand_over({}));
  const auto other = window("other settings");
  EXPECT_FALSE(other->hand_over({"a"}));
  EXPECT_TRUE(other->listen([](const SingleWindow::Call&) {}));
}

TEST_F(SingleWindowTest, ALaterStartIsFirstAgainOnceTheFirstHasGone) {
  {
    const auto first = window();
    EXPECT_FALSE(first->hand_over({}));
    EXPECT_TRUE(first->listen([](const SingleWindow::Call&) {}));
  }
  const auto next = window();
  EXPECT_FALSE(next->hand_over({}));
  EXPECT_TRUE(next->listen([](const SingleWindow::Call&) {}));
}

TEST_F(SingleWindowTest, AFirstThatDoesNotAnswerIsNotWaitedForLong) {
  const auto first = window();
  ASSERT_FALSE(first->hand_over({}));
  const auto second = window();
  EXPECT_FALSE(second->hand_over({"a"}));
  EXPECT_FALSE(second->listen([](const SingleWindow::Call&) {}));
  // The caller has given up; what it sent is still read, and harms nothing.
  auto heard = listen(*first);
  ASSERT_EQ(heard.wait_for(kLimit), std::future_status::ready);
  const SingleWindow::Call call = heard.get();
  EXPECT_THAT(call.words, ElementsAre("a"));
  call.take();
}

TEST_F(SingleWindowTest, WhatCannotBeFoundIsAWindowToo) {
  const auto unreachable = make_single_window(path + "/missing", "settings");
  EXPECT_FALSE(unreachable->hand_over({}));
}

}  // namespace
}  // namespace sallyport
