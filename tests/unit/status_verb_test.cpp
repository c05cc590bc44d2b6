#include <gmock/gmock.h>

#include "support/fake_command_line.hpp"

namespace sallyport {
namespace {

using ::testing::HasSubstr;

class StatusVerb : public ::testing::Test {
 protected:
  StatusVerb() {
    EXPECT_EQ(sallyport({"client", "add", "--name", "Postman", "--", "postman"}), 0);
    EXPECT_EQ(sallyport({"client", "add", "--name", "Missing", "--", "no-such-program"}), 0);
  }

  nlohmann::json clients() {
    EXPECT_EQ(sallyport({"status", "--json"}), 0);
    EXPECT_EQ(sallyport.json()["version"], 1);
    return sallyport.json()["clients"];
  }
  void process(ProcessId pid, ProcessId parent, const std::string& program, std::vector<std::string> words = {}) {
    sallyport.running_apps.apps.push_back({pid, parent, program, std::move(words), {}});
  }

  FakeCommandLine sallyport;
};

TEST_F(StatusVerb, GivesNullWhereNothingApplies) {
  const nlohmann::json stopped = clients()[0];
  EXPECT_EQ(stopped["id"], "postman");
  EXPECT_EQ(stopped["state"], "stopped");
  for (const char* key :
       {"pid", "supervisor_pid", "since", "direct", "delivery", "relay_port", "admission", "environment"}) {
    EXPECT_TRUE(stopped.at(key).is_null()) << key;
  }
  EXPECT_EQ(clients()[1]["state"], "stopped");
}

TEST_F(StatusVerb, ShowsWhatASupervisorSays) {
  SupervisorStatus status;
  status.supervisor_pid = 50;
  status.pid = 51;
  status.client_id = "postman";
  status.since = std::chrono::sys_seconds(std::chrono::seconds(86400));
  status.direct = true;
  status.environment = EnvironmentState::kStale;
  sallyport.supervisors.running = {status};
  process(50, 1, "/bin/sallyport");
  process(51, 50, "/bin/postman");
  process(52, 51, "/bin/postman");
  const nlohmann::json all = clients();
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0]["state"], "running");
  EXPECT_EQ(all[0]["pid"], 51);
  EXPECT_EQ(all[0]["supervisor_pid"], 50);
  EXPECT_EQ(all[0]["since"], "1970-01-02T00:00:00Z");
  EXPECT_EQ(all[0]["direct"], true);
  EXPECT_EQ(all[0]["delivery"], "environment");
  EXPECT_EQ(all[0]["environment"], "stale");
}

TEST_F(StatusVerb, SaysWhoFollowsChangesAndWhoNeedsARestart) {
  SupervisorStatus relayed;
  relayed.supervisor_pid = 50;
  relayed.client_id = "postman";
  relayed.delivery = Delivery::kRelay;
  relayed.relay_port = 41000;
  relayed.admission = "tree (cgroup)";
  relayed.environment = EnvironmentState::kCurrent;
  SupervisorStatus stale = relayed;
  stale.client_id = "missing";
  stale.delivery = Delivery::kEnvironment;
  stale.relay_port = 0;
  stale.admission.clear();
  stale.environment = EnvironmentState::kStale;
  sallyport.supervisors.running = {relayed, stale};
  EXPECT_EQ(clients()[0]["delivery"], "relay");
  EXPECT_EQ(clients()[0]["relay_port"], 41000);
  EXPECT_EQ(clients()[0]["admission"], "tree (cgroup)");
  EXPECT_TRUE(clients()[1]["relay_port"].is_null());
  EXPECT_TRUE(clients()[1]["admission"].is_null());
  EXPECT_EQ(sallyport({"status"}), 0);
  EXPECT_THAT(sallyport.out(), HasSubstr("relay        tree (cgroup)  as set, follows changes"));
  EXPECT_THAT(sallyport.out(), HasSubstr("environment                 old settings, needs a restart"));
}

TEST_F(StatusVerb, FindsWhatRunsOutsideOnceForEachTree) {
  process(60, 1, "/bin/postman");
  process(61, 60, "/bin/postman");
  process(70, 1, "/usr/bin/python3", {"python3", "/bin/postman"});
  process(80, 1, "/bin/other", {"other", "about", "/bin/postman"});
  const nlohmann::json all = clients();
  ASSERT_EQ(all.size(), 3U);
  EXPECT_EQ(all[0]["state"], "outside");
  EXPECT_EQ(all[0]["pid"], 60);
  EXPECT_TRUE(all[0]["supervisor_pid"].is_null());
  EXPECT_EQ(all[1]["pid"], 70);
  EXPECT_EQ(all[2]["id"], "missing");
}

TEST_F(StatusVerb, TellsWhatAnInterpreterRunsByItsArguments) {
  sallyport.programs.programs.insert({{"python3", ClientKind::kPlain}, {"bash", ClientKind::kPlain}});
  EXPECT_EQ(sallyport({"client", "add", "--name", "Script", "--", "python3", "-m", "tool", "{files}"}), 0);
  EXPECT_EQ(sallyport({"client", "add", "--name", "Shell", "--", "bash"}), 0);
  process(60, 1, "/bin/python3", {"python3", "other.py"});
  process(61, 1, "/bin/python3", {"python3", "-m", "tool", "a.txt"});
  process(62, 1, "/bin/bash", {"bash"});
  const nlohmann::json all = clients();
  ASSERT_EQ(all.size(), 4U);
  EXPECT_EQ(all[2]["state"], "outside");
  EXPECT_EQ(all[2]["pid"], 61);
  EXPECT_EQ(all[3]["state"], "stopped");
}

TEST_F(StatusVerb, TakesNoReaderOfAScriptForTheScript) {
  process(60, 1, "/usr/bin/less", {"less", "/bin/postman"});
  EXPECT_EQ(clients()[0]["state"], "stopped");
}

TEST_F(StatusVerb, FindsAProgramBehindALink) {
  process(60, 1, "/opt/Postman/app/postman");
  EXPECT_EQ(clients()[0]["state"], "stopped");
  sallyport.programs.links["/bin/postman"] = "/opt/Postman/app/postman";
  EXPECT_EQ(clients()[0]["state"], "outside");
}

TEST_F(StatusVerb, SaysWhoseRelayIsGone) {
  process(60, 1, "/bin/postman");
  Environment given;
  for (const char* name : {"http_proxy", "https_proxy"}) given.set(name, "http://127.0.0.1:41000");
  given.set("no_proxy", "localhost,.localhost,127.0.0.1,127.0.0.0/8,::1");
  sallyport.running_apps.environments[60] = given;
  EXPECT_EQ(clients()[0]["relay_gone"], true);
  EXPECT_EQ(sallyport({"status"}), 0);
  EXPECT_THAT(sallyport.out(), HasSubstr("relay gone"));

  SupervisorStatus other;
  other.supervisor_pid = 50;
  other.relay_port = 41000;
  sallyport.supervisors.running = {other};
  EXPECT_EQ(clients()[0]["relay_gone"], false) << "it is another supervisor's, which is there";
  sallyport.supervisors.running.clear();
  given.set("no_proxy", "of the user's own");
  sallyport.running_apps.environments[60] = given;
  EXPECT_EQ(clients()[0]["relay_gone"], false);
}

TEST_F(StatusVerb, EndsOnACircleOfParents) {
  process(60, 61, "/bin/postman");
  process(61, 60, "/bin/other");
  const nlohmann::json all = clients();
  EXPECT_EQ(all[0]["state"], "outside");
  EXPECT_EQ(all[0]["pid"], 60);
}

TEST_F(StatusVerb, ShowsCommandsOfRunWithoutAnId) {
  SupervisorStatus status;
  status.supervisor_pid = 50;
  status.name = "curl";
  sallyport.supervisors.running = {status};
  const nlohmann::json all = clients();
  ASSERT_EQ(all.size(), 3U);
  EXPECT_TRUE(all[2]["id"].is_null());
  EXPECT_EQ(all[2]["name"], "curl");
  EXPECT_TRUE(all[2]["pid"].is_null());
}

TEST_F(StatusVerb, IsReadableForPeople) {
  EXPECT_EQ(sallyport({"status"}), 0);
  EXPECT_THAT(sallyport.out(), HasSubstr("postman  Postman  stopped"));
}

}  // namespace
}  // namespace sallyport
