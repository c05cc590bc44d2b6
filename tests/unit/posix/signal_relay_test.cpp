#include "platform/posix/signal_relay.hpp"

#include <gmock/gmock.h>

namespace sallyport {
namespace {

using std::chrono::milliseconds;

constexpr pid_t kSender = 42;
const SignalRelay::Time kNow{};

TEST(SignalRelay, PassesOnWhatOnlyTheWaiterWasSent) {
  SignalRelay relay;
  EXPECT_TRUE(relay.client_needs(SIGTERM, kSender, true, kNow));
}

TEST(SignalRelay, DoesNotRepeatWhatTheGroupWasSent) {
  SignalRelay relay;
  relay.supervisor_received(SIGTERM, kSender, kNow);
  EXPECT_FALSE(relay.client_needs(SIGTERM, kSender, true, kNow + milliseconds(1)));
  EXPECT_TRUE(relay.client_needs(SIGTERM, kSender, true, kNow + milliseconds(2)))
      << "the second goes to the waiter alone";
}

TEST(SignalRelay, PassesGroupSignalsToAClientWithAGroupOfItsOwn) {
  SignalRelay relay;
  relay.supervisor_received(SIGHUP, kSender, kNow);
  EXPECT_TRUE(relay.client_needs(SIGHUP, kSender, false, kNow));
}

TEST(SignalRelay, TellsSignalsAndSendersApart) {
  SignalRelay relay;
  relay.supervisor_received(SIGTERM, kSender, kNow);
  EXPECT_TRUE(relay.client_needs(SIGINT, kSender, true, kNow));
  EXPECT_TRUE(relay.client_needs(SIGTERM, kSender + 1, true, kNow));
}

TEST(SignalRelay, ForgetsWhatOnlyTheSupervisorWasSent) {
  SignalRelay relay;
  relay.supervisor_received(SIGTERM, kSender, kNow);
  EXPECT_TRUE(relay.client_needs(SIGTERM, kSender, true, kNow + std::chrono::seconds(1)));
}

TEST(SignalRelay, FindsWhatOnlyTheSupervisorWasSent) {
  SignalRelay relay;
  relay.supervisor_received(SIGTERM, kSender, kNow);
  EXPECT_THAT(relay.take_unclaimed(kNow + milliseconds(499)), testing::IsEmpty()) << "the waiter may have it as well";
  EXPECT_THAT(relay.take_unclaimed(kNow + SignalRelay::kSameSending), testing::ElementsAre(SIGTERM));
  EXPECT_THAT(relay.take_unclaimed(kNow + std::chrono::seconds(2)), testing::IsEmpty());
}

TEST(SignalRelay, HasNothingLeftOfWhatTheGroupWasSent) {
  SignalRelay relay;
  relay.supervisor_received(SIGINT, kSender, kNow);
  EXPECT_FALSE(relay.client_needs(SIGINT, kSender, true, kNow + milliseconds(1)));
  EXPECT_THAT(relay.take_unclaimed(kNow + std::chrono::seconds(1)), testing::IsEmpty());
}

TEST(SignalRelay, TakesTheSignalsThatAShellUserSends) {
  const sigset_t signals = relayed_signals();
  for (const int number : {SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGUSR1, SIGUSR2, SIGTSTP, SIGCONT}) {
    EXPECT_EQ(::sigismember(&signals, number), 1) << number;
  }
  for (const int number : {SIGKILL, SIGSTOP, SIGCHLD, SIGSEGV, SIGPIPE}) {
    EXPECT_EQ(::sigismember(&signals, number), 0) << number;
  }
}

}  // namespace
}  // namespace sallyport
