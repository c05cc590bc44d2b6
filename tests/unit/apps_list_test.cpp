#include "presenters/apps_list.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sallyport {
namespace {

using ::testing::HasSubstr;

Client client(const std::string& id) {
  Client made;
  made.id = id;
  made.name = id;
  made.command = "/opt/" + id;
  return made;
}

SupervisorStatus status(const std::string& id, ProcessId pid, EnvironmentState environment) {
  SupervisorStatus made;
  made.client_id = id;
  made.name = id;
  made.supervisor_pid = pid;
  made.pid = pid + 1;
  made.environment = environment;
  return made;
}

std::string state_of(const std::vector<SupervisorStatus>& running, const std::set<std::string>& outside = {}) {
  return make_app_rows({client("a")}, {client("a")}, running, outside).front().state_text;
}

TEST(AppsList, SaysTheStateInWords) {
  EXPECT_EQ(state_of({}), "Stopped");
  EXPECT_EQ(state_of({status("a", 10, EnvironmentState::kCurrent)}), "Running");
  EXPECT_EQ(state_of({status("a", 10, EnvironmentState::kUnknown)}), "Running");
  EXPECT_EQ(state_of({status("a", 10, EnvironmentState::kStale)}), "Running with old settings");
  EXPECT_EQ(state_of({status("b", 10, EnvironmentState::kStale)}), "Stopped");
  EXPECT_EQ(state_of({}, {"a"}), "Running outside Sallyport");
  EXPECT_EQ(make_app_rows({client("a"), client("b")}, {client("a")}, {}, {"a"}, {"a"}).front().state_text,
            "Relay gone: quit it and launch it again");
  EXPECT_EQ(make_app_rows({client("a")}, {}, {}, {}).front().state_text, "Not saved yet");
}

TEST(AppsList, CountsInstancesAndNamesDirectOnes) {
  SupervisorStatus direct = status("a", 10, EnvironmentState::kCurrent);
  direct.direct = true;
  EXPECT_EQ(state_of({direct}), "Running without a proxy");
  EXPECT_EQ(state_of({status("a", 10, EnvironmentState::kCurrent), status("a", 20, EnvironmentState::kStale)}),
            "Running with old settings (2 times)");
}

TEST(AppsList, NamesTheOnlyRunningClientOnTheButton) {
  const SupervisorStatus postman = status("Postman", 10, EnvironmentState::kCurrent);
  const SupervisorStatus curl = status("curl", 20, EnvironmentState::kCurrent);
  SupervisorStatus command = status("bash", 30, EnvironmentState::kCurrent);
  command.client_id = "";
  EXPECT_EQ(restart_label(std::vector{postman, command}), "Save and Restart Postman");
  EXPECT_EQ(restart_label(std::vector{postman, curl}), "Save and Restart");
  EXPECT_THAT(restart_tooltip(std::vector{postman, curl}), HasSubstr("Postman and curl"));
  EXPECT_EQ(restart_label(std::vector{command}), "Save and Restart");
  EXPECT_EQ(names_of_restartable(std::vector{postman, command, curl}), "Postman and curl");
  EXPECT_EQ(restartable(std::vector{postman, command}).size(), 1U);
}

TEST(AppsList, NamesTheFirstOfManyAndCountsTheOthers) {
  std::vector<SupervisorStatus> running;
  for (int i = 1; i <= 6; ++i) running.push_back(status("App " + std::to_string(i), i, EnvironmentState::kCurrent));
  EXPECT_EQ(names_of_restartable(running), "App 1, App 2, App 3, App 4, App 5 and App 6");
  for (int i = 7; i <= 200; ++i) running.push_back(status("App " + std::to_string(i), i, EnvironmentState::kCurrent));
  EXPECT_EQ(names_of_restartable(running), "App 1, App 2, App 3, App 4, App 5 and 195 more");
}

}  // namespace
}  // namespace sallyport
