#include "presenters/throughput.hpp"

#include <gmock/gmock.h>

#include <numeric>

namespace sallyport {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using ::testing::Each;
using ::testing::HasSubstr;

constexpr Throughput::Time kNow{milliseconds(1'700'000'000'500)};

/// That began so long before kNow.
RequestRecord request(seconds ago, milliseconds duration, std::uint64_t received, std::uint64_t sent = 0) {
  RequestRecord record;
  record.started = kNow - ago;
  record.duration = duration;
  record.received = received;
  record.sent = sent;
  return record;
}

double bytes(const std::vector<double>& rates) {
  return std::accumulate(rates.begin(), rates.end(), 0.0) * static_cast<double>(Throughput::kStep.count());
}

TEST(Throughput, IsNothingWithoutRequests) {
  const Throughput throughput(kNow);
  EXPECT_EQ(throughput.received().size(), Throughput::kSteps);
  EXPECT_THAT(throughput.received(), Each(0));
  EXPECT_THAT(throughput.sent(), Each(0));
  EXPECT_EQ(throughput.summary(), "Nothing was sent or received.");
}

TEST(Throughput, PutsAShortRequestIntoItsStep) {
  Throughput throughput(kNow);
  throughput.add(request(seconds(0), milliseconds(0), 3000, 400));
  EXPECT_DOUBLE_EQ(throughput.received().back(), 1500);
  EXPECT_DOUBLE_EQ(throughput.sent().back(), 200);
  EXPECT_DOUBLE_EQ(bytes(throughput.received()), 3000);
  throughput.add(request(seconds(4), milliseconds(0), 3000));
  EXPECT_DOUBLE_EQ(throughput.received().at(Throughput::kSteps - 3), 1500);
}

TEST(Throughput, CountsWhatIsUnderWay) {
  Throughput throughput(kNow);
  throughput.add_under_way(request(seconds(20), seconds(20), 3000));
  EXPECT_DOUBLE_EQ(bytes(throughput.received()), 3000);
  EXPECT_EQ(throughput.under_way(), 1U);
  EXPECT_THAT(throughput.summary(), HasSubstr("at most. One request is under way."));
  throughput.add_under_way(request(seconds(20), seconds(20), 0));
  EXPECT_THAT(throughput.summary(), HasSubstr(" 2 requests are under way."));
}

TEST(Throughput, SpreadsALongRequestOverItsTime) {
  Throughput throughput(kNow);
  throughput.add(request(seconds(100), seconds(50), 50'000));
  EXPECT_NEAR(bytes(throughput.received()), 50'000, 0.1);
  EXPECT_NEAR(throughput.received().at(Throughput::kSteps - 40), 1000, 0.1);
  EXPECT_EQ(throughput.received().back(), 0);
}

TEST(Throughput, LeavesOutWhatIsBeforeAndAfterItsSpan) {
  Throughput throughput(kNow);
  throughput.add(request(seconds(1000), seconds(1), 1'000'000));
  throughput.add(request(seconds(-1000), seconds(1), 1'000'000));  // a clock that was set back
  EXPECT_THAT(throughput.received(), Each(0));
  // Half of it lies before.
  throughput.add(request(seconds(600), seconds(600), 600'000));
  EXPECT_NEAR(bytes(throughput.received()), 300'000, 2'000);
}

TEST(Throughput, KeepsItsValuesWhileTimeGoesOn) {
  for (int i = 0; i < 20; ++i) {
    Throughput throughput(kNow + milliseconds(100) * i);
    throughput.add(request(seconds(10), seconds(4), 4000));
    EXPECT_DOUBLE_EQ(*std::ranges::max_element(throughput.received()), 1000) << i;
  }
}

TEST(Throughput, EndsItsScaleAtARoundNumber) {
  Throughput throughput(kNow);
  EXPECT_EQ(throughput.top(), 1000);
  throughput.add(request(seconds(0), milliseconds(0), 0, 4000));
  EXPECT_EQ(throughput.top(), 2000);
  throughput.add(request(seconds(0), milliseconds(0), 0, 8'002));
  EXPECT_EQ(throughput.top(), 10'000);
  EXPECT_THAT(throughput.summary(), HasSubstr("sent 6.0 kB/s at most"));
}

}  // namespace
}  // namespace sallyport
