#include "app/control_protocol.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sallyport {
namespace {

using testing::HasSubstr;
using testing::Not;
using Verb = ControlRequest::Verb;

std::string without_line_end(std::string line) {
  EXPECT_EQ(line.find('\n'), line.size() - 1);
  line.pop_back();
  return line;
}

template <typename Answer>
Answer through_the_wire(const Answer& answer) {
  const auto read = parse_reply(without_line_end(format_reply(ControlAnswer(answer))));
  EXPECT_TRUE(read.has_value());
  return std::get<Answer>(*read);
}

TEST(ControlProtocol, ReadsTheRequestsThatItWrites) {
  for (const ControlRequest& request :
       {ControlRequest{Verb::kStatus}, ControlRequest{Verb::kReload}, ControlRequest{Verb::kStop},
        ControlRequest{.verb = Verb::kActivity, .begin = ~std::uint64_t{0}},
        ControlRequest{Verb::kRestart, std::chrono::seconds(0)},
        ControlRequest{Verb::kStop, std::chrono::seconds(86400)}}) {
    const auto read = parse_request(without_line_end(format_request(request)));
    ASSERT_TRUE(read.has_value()) << read.error().message;
    EXPECT_EQ(*read, request);
  }
}

TEST(ControlProtocol, IgnoresKeysOfLaterVersions) {
  EXPECT_TRUE(parse_request(R"({"version":1,"request":"status","colour":"red"})").has_value());
}

class RefusedRequest : public testing::TestWithParam<const char*> {};

TEST_P(RefusedRequest, IsAnErrorThatRepeatsNothing) {
  const auto read = parse_request(GetParam());
  ASSERT_FALSE(read.has_value());
  EXPECT_EQ(read.error().code, ErrorCode::kInvalidValue);
  EXPECT_THAT(read.error().message, Not(HasSubstr("canary")));
}

INSTANTIATE_TEST_SUITE_P(ControlProtocol, RefusedRequest,
                         testing::Values("", "canary", "[]", "null", "{}", R"({"version":2,"request":"status"})",
                                         R"({"version":"1","request":"status"})", R"({"request":"status"})",
                                         R"({"version":1})", R"({"version":1,"request":"canary"})",
                                         R"({"version":1,"request":7})",
                                         R"({"version":1,"request":"activity","begin":-1})",
                                         R"({"version":1,"request":"activity","begin":"0"})",
                                         R"({"version":1,"request":"stop","force_after":-1})",
                                         R"({"version":1,"request":"stop","force_after":86401})",
                                         R"({"version":1,"request":"stop","force_after":1.5})",
                                         R"({"version":1,"request":"stop","force_after":"5"})",
                                         R"({"version":1,"request":"status"} canary)"));

TEST(ControlProtocol, RefusesALineThatIsTooLong) {
  const auto padded = R"({"version":1,"request":"status","pad":")" + std::string(kControlRequestLimit, 'x') + "\"}";
  EXPECT_FALSE(parse_request(padded).has_value());
}

TEST(ControlProtocol, CarriesWhatARelayCarried) {
  RequestRecord record;
  record.started = std::chrono::sys_time<std::chrono::milliseconds>(std::chrono::milliseconds(1700000000123));
  record.duration = std::chrono::milliseconds(17);
  record.host = "api.example.com";
  record.port = 443;
  record.tunnel = true;
  record.route = {Endpoint{ProxyProtocol::kSocks5, "2001:db8::1", 1080}, "custom", "The custom proxy is on."};
  record.status = 200;
  record.sent = 1;
  record.received = ~std::uint64_t{0};
  const auto page = through_the_wire(ActivityPage{{record, {}}, 9, {record}});
  EXPECT_EQ(page.next, 9U);
  ASSERT_EQ(page.records.size(), 2U);
  const auto& read = page.records.front();
  EXPECT_EQ(read.started, record.started);
  EXPECT_EQ(read.duration, record.duration);
  EXPECT_EQ(read.host, record.host);
  EXPECT_EQ(read.port, 443);
  EXPECT_TRUE(read.tunnel);
  EXPECT_EQ(read.route.proxy, record.route.proxy);
  EXPECT_EQ(read.route.rule, "custom");
  EXPECT_EQ(read.route.reason, record.route.reason);
  EXPECT_EQ(read.status, 200U);
  EXPECT_EQ(read.sent, 1U);
  EXPECT_EQ(read.received, record.received);
  EXPECT_FALSE(page.records.back().route.proxy.has_value());
  ASSERT_EQ(page.under_way.size(), 1U);
  EXPECT_EQ(page.under_way.front().host, record.host);
}

TEST(ControlProtocol, ReadsARecordOfWrongValuesAsAnEmptyOne) {
  const auto reply = parse_reply(
      R"({"version":1,"activity":{"next":-1,"records":[7,{"port":65536,"host":5,"sent":-1,"status":4294967296,"tunnel":1,"proxy":"x"}]}})");
  ASSERT_TRUE(reply.has_value());
  const auto& page = std::get<ActivityPage>(*reply);
  EXPECT_EQ(page.next, 0U);
  ASSERT_EQ(page.records.size(), 2U);
  EXPECT_EQ(page.records.back().port, 0);
  EXPECT_EQ(page.records.back().host, "");
  EXPECT_EQ(page.records.back().sent, 0U);
  EXPECT_EQ(page.records.back().status, 0U);
  EXPECT_FALSE(page.records.back().tunnel);
  EXPECT_FALSE(page.records.back().route.proxy.has_value());
}

TEST(ControlProtocol, CarriesAStatus) {
  SupervisorStatus status;
  status.supervisor_pid = 7;
  status.pid = 8;
  status.client_id = "postman";
  status.name = "Post \"man\"\n";
  status.program = "/opt/ü";
  status.settings_file = "/s.toml";
  status.since = std::chrono::sys_seconds(std::chrono::seconds(1700000000));
  status.direct = true;
  status.delivery = Delivery::kRelay;
  status.relay_port = 41000;
  status.admission = "tree (descriptors)";
  status.environment = EnvironmentState::kStale;
  const auto read = through_the_wire(status);
  EXPECT_EQ(read.supervisor_pid, 7);
  EXPECT_EQ(read.pid, 8);
  EXPECT_EQ(read.client_id, "postman");
  EXPECT_EQ(read.name, status.name);
  EXPECT_EQ(read.program, status.program);
  EXPECT_EQ(read.settings_file, "/s.toml");
  EXPECT_EQ(read.since, status.since);
  EXPECT_TRUE(read.direct);
  EXPECT_EQ(read.delivery, Delivery::kRelay);
  EXPECT_EQ(read.relay_port, 41000);
  EXPECT_EQ(read.admission, "tree (descriptors)");
  EXPECT_EQ(read.environment, EnvironmentState::kStale);
}

TEST(ControlProtocol, CarriesARestart) {
  const auto read = through_the_wire(RestartOutcome{9, EnvironmentState::kUnknown, true, "Handed over."});
  EXPECT_EQ(read.pid, 9);
  EXPECT_EQ(read.environment, EnvironmentState::kUnknown);
  EXPECT_TRUE(read.handed_over);
  EXPECT_EQ(read.message, "Handed over.");
}

TEST(ControlProtocol, CarriesEveryError) {
  for (int code = 0; code <= static_cast<int>(ErrorCode::kFailed); ++code) {
    const auto line = format_reply(failure(static_cast<ErrorCode>(code), "It did not work. Try again.", "errno 5"));
    const auto read = parse_reply(without_line_end(line));
    ASSERT_FALSE(read.has_value());
    EXPECT_EQ(static_cast<int>(read.error().code), code);
    EXPECT_EQ(read.error().message, "It did not work. Try again.");
    EXPECT_EQ(read.error().detail, "errno 5");
  }
}

TEST(ControlProtocol, RefusesWhatIsNoReply) {
  for (const char* line : {"", "{}", "garbage", R"({"version":1})", R"({"version":9,"done":true})",
                           R"({"version":1,"done":false})", R"({"version":1,"status":[]})"}) {
    const auto read = parse_reply(line);
    ASSERT_FALSE(read.has_value()) << line;
    EXPECT_EQ(read.error().code, ErrorCode::kFailed);
    EXPECT_THAT(read.error().message, HasSubstr("cannot be understood"));
  }
}

TEST(ControlProtocol, TransmitsPathsThatAreNotUtf8AsBothEndsSeeThem) {
  SupervisorStatus status;
  status.settings_file = "/caf\xe9/s.toml";
  EXPECT_EQ(through_the_wire(status).settings_file, as_transmitted(status.settings_file));
  EXPECT_EQ(as_transmitted("/plain/ü"), "/plain/ü");
}

}  // namespace
}  // namespace sallyport
