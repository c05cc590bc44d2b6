#include "app/activity_log.hpp"

#include <gtest/gtest.h>

#include "app/control_protocol.hpp"

namespace sallyport {
namespace {

RequestRecord record_of(std::string host) {
  RequestRecord record;
  record.host = std::move(host);
  return record;
}

std::vector<std::string> hosts_from(ActivityLog& log, std::uint64_t begin) {
  std::vector<std::string> hosts;
  for (;;) {
    const auto page = log.page(begin);
    if (page.records.empty()) return hosts;
    for (const auto& record : page.records) hosts.push_back(record.host);
    begin = page.next;
  }
}

TEST(ActivityLog, GivesPagesInTheOrderThatRequestsEnded) {
  ActivityLog log;
  EXPECT_TRUE(log.page(0).records.empty());
  log.request_ended(record_of("a"));
  log.request_ended(record_of("b"));
  const auto first = log.page(0);
  ASSERT_EQ(first.records.size(), 2U);
  EXPECT_EQ(first.next, 2U);
  EXPECT_TRUE(log.page(first.next).records.empty());
  log.request_ended(record_of("c"));
  EXPECT_EQ(hosts_from(log, first.next), (std::vector<std::string>{"c"}));
}

TEST(ActivityLog, ForgetsTheOldest) {
  ActivityLog log;
  for (std::size_t count = 0; count < ActivityLog::kMostRecords + 3; ++count) {
    log.request_ended(record_of(std::to_string(count)));
  }
  const auto hosts = hosts_from(log, 1);
  ASSERT_EQ(hosts.size(), ActivityLog::kMostRecords);
  EXPECT_EQ(hosts.front(), "3");
  EXPECT_EQ(hosts.back(), std::to_string(ActivityLog::kMostRecords + 2));
}

TEST(ActivityLog, TakesAPlaceThatIsYetToComeForItsEnd) {
  ActivityLog log;
  log.request_ended(record_of("a"));
  const auto page = log.page(~std::uint64_t{0});
  EXPECT_TRUE(page.records.empty());
  EXPECT_EQ(page.next, 1U);
}

TEST(ActivityLog, IsToldWhatIsUnderWayWhileSomebodyAsks) {
  ActivityLog::Clock::time_point now;
  ActivityLog log([&] { return now; });
  EXPECT_FALSE(log.watches());
  (void)log.page(0);
  EXPECT_TRUE(log.watches());
  log.under_way({record_of("a"), record_of("b")});
  ASSERT_EQ(log.page(0).under_way.size(), 2U);
  log.request_ended(record_of("a"));
  const auto page = log.page(0);
  EXPECT_EQ(page.records.front().host, "a");
  ASSERT_EQ(page.under_way.size(), 1U) << "what has ended is no longer under way";
  EXPECT_EQ(page.under_way.front().host, "b");
  now += ActivityLog::kWatchTime;
  EXPECT_FALSE(log.watches());
  EXPECT_TRUE(log.page(0).under_way.empty()) << "nobody kept it up to date";
}

TEST(ActivityLog, HasPagesThatFitIntoAReplyWhateverTheTexts) {
  for (const char character : {'x', '\x01', '"', '\xff'}) {
    ActivityLog log;
    auto record = record_of(std::string(100000, character));
    record.started = std::chrono::sys_time<std::chrono::milliseconds>::max();
    record.duration = std::chrono::milliseconds::max();
    record.port = 65535;
    record.status = ~0U;
    record.sent = record.received = ~std::uint64_t{0};
    record.route = {Endpoint{ProxyProtocol::kSocks5, record.host, 65535}, record.host, record.host};
    for (int count = 0; count < 20; ++count) log.request_ended(record);
    EXPECT_LE(format_reply(ControlAnswer(log.page(0))).size(), kControlReplyLimit);
    EXPECT_EQ(hosts_from(log, 0).size(), 20U);
    EXPECT_EQ(hosts_from(log, 0).front().size(), ActivityLog::kLongestText);
  }
}

}  // namespace
}  // namespace sallyport
