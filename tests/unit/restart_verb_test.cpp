#include <gmock/gmock.h>

#include "support/fake_command_line.hpp"

namespace sallyport {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

SupervisorStatus supervisor(ProcessId pid, const std::string& client) {
  SupervisorStatus status;
  status.supervisor_pid = pid;
  status.pid = pid + 1000;
  status.client_id = client;
  status.name = client.empty() ? "curl" : client;
  status.environment = EnvironmentState::kCurrent;
  return status;
}

class RestartVerb : public ::testing::Test {
 protected:
  RestartVerb() {
    for (const char* name : {"a", "b", "idle"})
      EXPECT_EQ(sallyport({"client", "add", "--name", name, "--", "curl"}), 0);
    sallyport.supervisors.running = {supervisor(1, "a"), supervisor(2, "a"), supervisor(3, "b"), supervisor(4, "")};
  }

  FakeCommandLine sallyport;
};

TEST_F(RestartVerb, ConcernsEveryInstanceOfTheClientsNamed) {
  EXPECT_EQ(sallyport({"restart", "a"}), 0);
  EXPECT_THAT(sallyport.supervisors.restarted, ElementsAre(1, 2));
  EXPECT_THAT(sallyport.err(), HasSubstr("a: running with the new settings."));
  EXPECT_THAT(sallyport.out(), IsEmpty());
}

TEST_F(RestartVerb, LeavesCommandsOfRunAloneWithAll) {
  EXPECT_EQ(sallyport({"restart", "--all"}), 0);
  EXPECT_THAT(sallyport.supervisors.restarted, ElementsAre(1, 2, 3));
  EXPECT_EQ(sallyport({"stop", "--all"}), 0);
  EXPECT_THAT(sallyport.supervisors.stopped, ElementsAre(1, 2, 3));
}

TEST_F(RestartVerb, HandsOnWhenToForce) {
  EXPECT_EQ(sallyport({"restart", "b", "--force-after", "7"}), 0);
  EXPECT_EQ(sallyport.supervisors.last_quit.force_after, std::chrono::seconds(7));
  EXPECT_EQ(sallyport({"stop", "b"}), 0);
  EXPECT_FALSE(sallyport.supervisors.last_quit.force_after.has_value());
}

TEST_F(RestartVerb, FailsWhenOneDidNotRestart) {
  sallyport.supervisors.error = Error{ErrorCode::kDidNotQuit, "a is still running."};
  EXPECT_EQ(sallyport({"restart", "a", "b"}), 1);
  EXPECT_THAT(sallyport.supervisors.restarted, ElementsAre(1, 2, 3));
  EXPECT_THAT(sallyport.err(), HasSubstr("a is still running."));
}

TEST_F(RestartVerb, FailsWhenTheLaunchWasHandedOver) {
  sallyport.supervisors.outcome = {9, EnvironmentState::kStale, true,
                                   "handed over to 9, which keeps its old environment."};
  EXPECT_EQ(sallyport({"restart", "b"}), 1);
  EXPECT_THAT(sallyport.err(), HasSubstr("handed over"));
}

TEST_F(RestartVerb, FailsToRestartWhatDoesNotRunButStopsItGladly) {
  EXPECT_EQ(sallyport({"restart", "idle"}), 1);
  EXPECT_EQ(sallyport({"stop", "idle"}), 0);
  sallyport.supervisors.error = Error{ErrorCode::kNotRunning, "It has ended."};
  EXPECT_EQ(sallyport({"stop", "a"}), 0);
}

TEST_F(RestartVerb, TouchesNothingWhenAClientIsUnknown) {
  EXPECT_EQ(sallyport({"stop", "a", "nobody"}), 2);
  EXPECT_THAT(sallyport.supervisors.stopped, IsEmpty());
}

TEST_F(RestartVerb, WaitsADayAtMost) {
  EXPECT_EQ(sallyport({"stop", "a", "--force-after", "86400"}), 0);
  for (const char* seconds : {"86401", "-1", "ten", "99999999999999999999"}) {
    EXPECT_EQ(sallyport({"stop", "a", "--force-after", seconds}), 3) << seconds;
  }
}

TEST_F(RestartVerb, SaysThatNothingRuns) {
  sallyport.supervisors.running.clear();
  EXPECT_EQ(sallyport({"restart", "--all"}), 0);
  EXPECT_THAT(sallyport.err(), HasSubstr("No client is running."));
}

}  // namespace
}  // namespace sallyport
