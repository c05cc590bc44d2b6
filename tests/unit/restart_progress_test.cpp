#include "presenters/restart_progress.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sallyport {
namespace {

using ::testing::HasSubstr;
using Action = RestartProgress::Action;
using State = RestartProgress::State;

SupervisorStatus postman(ProcessId supervisor = 7) {
  SupervisorStatus status;
  status.supervisor_pid = supervisor;
  status.client_id = "postman";
  status.name = "Postman";
  return status;
}

RestartOutcome outcome(EnvironmentState environment, bool handed_over = false, const std::string& message = "") {
  return {.pid = 9, .environment = environment, .handed_over = handed_over, .message = message};
}

TEST(RestartProgress, SaysThatTheNewSettingsAreInForce) {
  RestartProgress progress;
  progress.begin(postman(), Action::kRestart);
  EXPECT_FALSE(progress.is_over());
  progress.restarted(7, outcome(EnvironmentState::kCurrent));
  EXPECT_EQ(progress.lines()[0].state, State::kDone);
  EXPECT_EQ(progress.lines()[0].text, "Postman is running with the new settings.");
  EXPECT_TRUE(progress.is_over());
}

TEST(RestartProgress, DoesNotClaimWhatWasNotVerified) {
  RestartProgress progress;
  progress.begin(postman(), Action::kRestart);
  progress.restarted(7, outcome(EnvironmentState::kUnknown));
  EXPECT_EQ(progress.lines()[0].state, State::kNotVerified);
  progress.begin(postman(), Action::kRestart);
  progress.restarted(7, outcome(EnvironmentState::kCurrent, true, "Postman was handed over to 12."));
  EXPECT_EQ(progress.lines()[0].state, State::kNotVerified);
  EXPECT_EQ(progress.lines()[0].text, "Postman was handed over to 12.");
}

TEST(RestartProgress, AsksWhenAClientDoesNotQuit) {
  RestartProgress progress;
  progress.begin(postman(), Action::kRestart);
  progress.restarted(7, failure(ErrorCode::kDidNotQuit, "…"));
  EXPECT_EQ(progress.lines()[0].state, State::kDidNotQuit);
  EXPECT_FALSE(progress.is_over());
  progress.again(7, true);
  EXPECT_EQ(progress.lines()[0].state, State::kWorking);
  progress.restarted(7, failure(ErrorCode::kDidNotQuit, "…"));
  progress.leave(7);
  EXPECT_TRUE(progress.is_over());
  EXPECT_THAT(progress.lines()[0].text, HasSubstr("old settings"));
}

TEST(RestartProgress, TellsWhyARestartFailed) {
  RestartProgress progress;
  progress.begin(postman(), Action::kRestart);
  progress.restarted(7, failure(ErrorCode::kCredentialNotStored, "No password is stored for alice."));
  EXPECT_EQ(progress.lines()[0].state, State::kFailed);
  EXPECT_THAT(progress.lines()[0].text, HasSubstr("No password is stored for alice."));
}

TEST(RestartProgress, ClearsTheLinesOfBeforeOnlyWhenAllAreOver) {
  RestartProgress progress;
  progress.begin(postman(7), Action::kRestart);
  progress.begin(postman(8), Action::kStop);
  EXPECT_EQ(progress.lines().size(), 2U);
  progress.restarted(7, outcome(EnvironmentState::kCurrent));
  progress.stopped(8, {});
  EXPECT_EQ(progress.lines()[1].text, "Postman has quit.");
  progress.begin(postman(9), Action::kRestart);
  EXPECT_EQ(progress.lines().size(), 1U);
}

}  // namespace
}  // namespace sallyport
