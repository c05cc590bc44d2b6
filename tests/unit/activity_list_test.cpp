#include "presenters/activity_list.hpp"

#include <gmock/gmock.h>

#include <algorithm>

namespace sallyport {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using Change = ActivityList::Change;

std::string lower(std::string_view text) {
  std::string folded(text);
  std::ranges::transform(folded, folded.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
  return folded;
}

class ActivityListTest : public ::testing::Test {
 protected:
  ActivityListTest() {
    Client postman;
    postman.id = "postman";
    postman.name = "Postman";
    list.set_clients({postman});
  }

  static ActivityEntry entry(const std::string& id, const std::string& name, const std::string& host) {
    ActivityEntry entry{id, name, {}};
    entry.record.host = host;
    entry.record.port = 443;
    entry.record.status = 200;
    entry.record.route = {Endpoint{ProxyProtocol::kHttp, "proxy.test", 8080}, "custom", "The custom proxy is on."};
    return entry;
  }
  static SupervisorStatus running(const std::string& id, const std::string& name, std::uint16_t port) {
    SupervisorStatus status;
    status.client_id = id;
    status.name = name;
    status.relay_port = port;
    return status;
  }
  std::vector<std::string> hosts() const {
    std::vector<std::string> found;
    for (std::size_t i = 0; i < list.size(); ++i) found.push_back(list.row(i).host);
    return found;
  }

  ActivityList list{lower, [](Throughput::Time) { return "14:03:27"; }};
};

TEST_F(ActivityListTest, ShowsWhatARecordSays) {
  ActivityEntry one = entry("postman", "Postman", "2001:db8::1");
  one.record.received = 1'234'567;
  one.record.duration = std::chrono::milliseconds(1500);
  EXPECT_EQ(list.add({one}), Change::kAppended);
  EXPECT_EQ(list.row(0), (ActivityList::Row{"14:03:27", "Postman", "[2001:db8::1]:443", "proxy.test:8080", "200",
                                            "1.2 MB", "1.5 s"}));
}

TEST_F(ActivityListTest, CallsAClientByItsNameOfNow) {
  list.add({entry("postman", "Its old name", "a"), entry("", "curl", "b")});
  EXPECT_EQ(list.row(0).app, "Postman");
  EXPECT_EQ(list.row(1).app, "curl");
}

TEST_F(ActivityListTest, OffersEachAppOnce) {
  list.set_running({running("postman", "Postman", 1), running("", "wget", 2)});
  list.add(
      {entry("postman", "Postman", "a"), entry("", "curl", "b"), entry("", "curl", "c"), entry("gone", "Gone", "d")});
  EXPECT_THAT(list.apps(),
              ElementsAre(ActivityList::App{}, ActivityList::App{"postman", "Postman"}, ActivityList::App{"", "wget"},
                          ActivityList::App{"", "curl"}, ActivityList::App{"gone", "Gone"}));
}

TEST_F(ActivityListTest, ShowsTheChosenAppAlone) {
  list.add({entry("postman", "Postman", "a"), entry("", "curl", "b")});
  list.choose({"postman", "Postman"});
  EXPECT_THAT(hosts(), ElementsAre("a:443"));
  EXPECT_EQ(list.add({entry("", "curl", "c")}), Change::kNone);
  EXPECT_EQ(list.add({entry("postman", "Postman", "d")}), Change::kAppended);
  EXPECT_THAT(hosts(), ElementsAre("a:443", "d:443"));
  list.choose({"", "curl"});
  EXPECT_THAT(hosts(), ElementsAre("b:443", "c:443"));
  list.choose({});
  EXPECT_EQ(list.size(), 4U);
}

TEST_F(ActivityListTest, FiltersByEveryWordInAnyCase) {
  ActivityEntry direct = entry("postman", "Postman", "intra.corp");
  direct.record.route = {std::nullopt, "bypass:*.corp", "It matches."};
  ActivityEntry refused = entry("postman", "Postman", "api.example.com");
  refused.record.status = 407;
  list.add({direct, refused});
  const auto shown = [&](const char* text) {
    list.set_filter(text);
    return hosts();
  };
  EXPECT_THAT(shown("API"), ElementsAre("api.example.com:443"));
  EXPECT_THAT(shown("407 example"), ElementsAre("api.example.com:443"));
  EXPECT_THAT(shown("direct"), ElementsAre("intra.corp:443"));
  EXPECT_THAT(shown("bypass"), ElementsAre("intra.corp:443"));
  EXPECT_THAT(shown("proxy.test"), ElementsAre("api.example.com:443"));
  EXPECT_EQ(shown("postman").size(), 2U);
  EXPECT_EQ(shown("  ").size(), 2U);
  EXPECT_TRUE(shown("407 corp").empty());
  EXPECT_EQ(list.empty_reason(), "No request matches the filter.");
}

TEST_F(ActivityListTest, ExplainsARoute) {
  ActivityEntry one = entry("postman", "Postman", "api.example.com");
  one.record.duration = std::chrono::milliseconds(15);
  one.record.sent = 999;
  ActivityEntry tunnel = one;
  tunnel.record.tunnel = true;
  ActivityEntry cut_off = one;
  cut_off.record.status = 0;
  cut_off.record.route = {std::nullopt, "loopback", "Loopback never uses the proxy."};
  list.add({one, tunnel, cut_off});
  EXPECT_EQ(list.explanation(0),
            "api.example.com:443 went through proxy.test:8080. The custom proxy is on. Answered 200 within 15 ms. Sent "
            "999 B, received 0 B.");
  EXPECT_THAT(list.explanation(1), HasSubstr("Answered 200; the tunnel was open for 15 ms."));
  EXPECT_THAT(list.explanation(2), AllOf(HasSubstr("went direct, without a proxy. Loopback never uses the proxy."),
                                         HasSubstr("The app was not answered")));
}

TEST_F(ActivityListTest, SaysWhyThereIsNothing) {
  EXPECT_THAT(list.empty_reason(), HasSubstr("No app is running."));
  list.choose({"postman", "Postman"});
  EXPECT_THAT(list.empty_reason(), HasSubstr("Postman is not running."));
  list.set_running({running("postman", "Postman", 0)});
  EXPECT_THAT(list.empty_reason(), HasSubstr("Postman gets its proxy not through Sallyport"));
  list.choose({});
  EXPECT_THAT(list.empty_reason(), HasSubstr("The apps that are running get their proxy not through Sallyport"));
  list.set_running({running("postman", "Postman", 0), running("", "curl", 41000)});
  EXPECT_EQ(list.empty_reason(), "No request yet.");
  list.set_under_way({entry("", "curl", "a")});
  EXPECT_EQ(list.empty_reason(), "No request has ended yet.");
  list.add({entry("", "curl", "a")});
  EXPECT_EQ(list.empty_reason(), "");
}

TEST_F(ActivityListTest, CountsWhatIsUnderWayForTheThroughputOfWhatIsShown) {
  list.set_under_way({entry("postman", "Postman", "a"), entry("", "curl", "b")});
  const auto under_way = [&] { return list.throughput(Throughput::Time()).under_way(); };
  EXPECT_EQ(under_way(), 2U);
  EXPECT_EQ(list.size(), 0U);
  list.set_filter("b");
  EXPECT_EQ(under_way(), 1U);
  list.choose({"postman", "Postman"});
  EXPECT_EQ(under_way(), 0U);
  list.set_filter("");
  EXPECT_EQ(under_way(), 1U);
  list.set_under_way({});
  EXPECT_EQ(under_way(), 0U);
}

TEST_F(ActivityListTest, ForgetsTheOldestAndKeepsTheNamesOfTheOthers) {
  for (std::size_t i = 0; i < ActivityList::kMostEntries; ++i)
    list.add({entry("postman", "Postman", std::to_string(i))});
  const std::uint64_t third = list.id(2);
  EXPECT_EQ(list.add({entry("postman", "Postman", "x"), entry("postman", "Postman", "y")}), Change::kReplaced);
  EXPECT_EQ(list.size(), ActivityList::kMostEntries);
  EXPECT_EQ(list.index_of(third), 0U);
  EXPECT_EQ(list.row(0).host, "2:443");
  EXPECT_EQ(list.row(list.size() - 1).host, "y:443");
  EXPECT_FALSE(list.index_of(third - 1).has_value());
  list.choose({"", "curl"});
  EXPECT_FALSE(list.index_of(third).has_value());
}

TEST_F(ActivityListTest, PlotsWhatItShows) {
  ActivityEntry one = entry("postman", "Postman", "a");
  one.record.started = Throughput::Time(std::chrono::seconds(1000));
  one.record.received = 2000;
  list.add({one});
  EXPECT_EQ(list.throughput(one.record.started).received().back(), 1000);
  list.choose({"", "curl"});
  EXPECT_EQ(list.throughput(one.record.started).received().back(), 0);
}

}  // namespace
}  // namespace sallyport
