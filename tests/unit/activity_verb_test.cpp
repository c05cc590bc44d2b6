#include <gmock/gmock.h>

#include "support/fake_command_line.hpp"

namespace sallyport {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class ActivityVerb : public ::testing::Test {
 protected:
  ActivityVerb() {
    EXPECT_EQ(sallyport({"client", "add", "--name", "Postman", "--", "postman"}), 0);
    EXPECT_EQ(sallyport({"client", "add", "--name", "Idle", "--", "postman"}), 0);
    sallyport.supervisors.running = {running(50, "postman", "Postman"), running(60, "", "curl")};
    RequestRecord late;
    late.started = at(86400000 + 7);
    late.duration = std::chrono::milliseconds(1500);
    late.host = "api.example.com";
    late.port = 443;
    late.tunnel = true;
    late.route = {Endpoint{ProxyProtocol::kHttp, "proxy.test", 8080}, "custom", "The custom proxy is on."};
    late.status = 200;
    late.sent = 999;
    late.received = 1234567;
    RequestRecord early;
    early.started = at(5);
    early.host = "2001:db8::1";
    early.port = 80;
    early.route = {std::nullopt, "bypass:*", "It matches."};
    sallyport.supervisors.records[50] = {late};
    sallyport.supervisors.records[60] = {early};
  }

  static std::chrono::sys_time<std::chrono::milliseconds> at(int milliseconds) {
    return std::chrono::sys_time<std::chrono::milliseconds>(std::chrono::milliseconds(milliseconds));
  }
  static SupervisorStatus running(ProcessId pid, const std::string& id, const std::string& name) {
    SupervisorStatus status;
    status.supervisor_pid = pid;
    status.client_id = id;
    status.name = name;
    return status;
  }
  std::vector<nlohmann::json> lines() {
    std::vector<nlohmann::json> all;
    std::istringstream text(sallyport.out());
    for (std::string line; std::getline(text, line);) all.push_back(nlohmann::json::parse(line));
    return all;
  }

  FakeCommandLine sallyport;
};

TEST_F(ActivityVerb, ShowsATableByTime) {
  EXPECT_EQ(sallyport({"activity"}), 0);
  EXPECT_EQ(sallyport.out(),
            "TIME                      CLIENT   HOST                 ROUTE            RULE      STATUS  SENT   "
            "RECEIVED  TOOK\n"
            "1970-01-01T00:00:00.005Z  curl     [2001:db8::1]:80     direct           bypass:*  -       0 B    0 B     "
            "  0 ms\n"
            "1970-01-02T00:00:00.007Z  postman  api.example.com:443  proxy.test:8080  custom    200     999 B  1.2 MB  "
            "  1.5 s\n");
}

TEST_F(ActivityVerb, GivesOneObjectALine) {
  EXPECT_EQ(sallyport({"activity", "--json"}), 0);
  const auto all = lines();
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0]["version"], 1);
  EXPECT_EQ(all[0]["route"], "direct");
  EXPECT_TRUE(all[0]["proxy"].is_null());
  EXPECT_TRUE(all[0]["status"].is_null());
  EXPECT_EQ(all[1]["time"], "1970-01-02T00:00:00.007Z");
  EXPECT_EQ(all[1]["client"], "postman");
  EXPECT_EQ(all[1]["host"], "api.example.com");
  EXPECT_EQ(all[1]["port"], 443);
  EXPECT_EQ(all[1]["tunnel"], true);
  EXPECT_EQ(all[1]["proxy"], "http://proxy.test:8080");
  EXPECT_EQ(all[1]["rule"], "custom");
  EXPECT_EQ(all[1]["status"], 200);
  EXPECT_EQ(all[1]["sent"], 999);
  EXPECT_EQ(all[1]["received"], 1234567);
  EXPECT_EQ(all[1]["ms"], 1500);
}

TEST_F(ActivityVerb, ShowsOneClientsAlone) {
  EXPECT_EQ(sallyport({"activity", "postman"}), 0);
  EXPECT_THAT(sallyport.out(), AllOf(HasSubstr("api.example.com"), Not(HasSubstr("curl"))));
}

TEST_F(ActivityVerb, SaysWhyThereIsNothing) {
  EXPECT_EQ(sallyport({"activity", "idle"}), 0);
  EXPECT_THAT(sallyport.out(), IsEmpty());
  EXPECT_THAT(sallyport.err(), HasSubstr("No client is running"));
  sallyport.supervisors.records.clear();
  EXPECT_EQ(sallyport({"activity"}), 0);
  EXPECT_THAT(sallyport.err(), HasSubstr("No relay has carried a request yet"));
  EXPECT_EQ(sallyport({"activity", "--json"}), 0);
  EXPECT_THAT(sallyport.err(), IsEmpty());
  EXPECT_EQ(sallyport({"activity", "nobody"}), 2);
}

TEST_F(ActivityVerb, FollowsUntilTheLastClientHasEnded) {
  sallyport.supervisors.ends_after_listings = 3;
  EXPECT_EQ(sallyport({"activity", "--follow", "--json"}), 0);
  EXPECT_EQ(lines().size(), 2U);
  sallyport.supervisors.ends_after_listings = 2;
  EXPECT_EQ(sallyport({"activity", "--follow"}), 0);
  EXPECT_THAT(sallyport.out(), AllOf(HasSubstr("TIME"), HasSubstr("1.2 MB")));
}

}  // namespace
}  // namespace sallyport
