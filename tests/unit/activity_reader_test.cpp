#include "app/activity_reader.hpp"

#include <gmock/gmock.h>

#include "support/fake_command_line.hpp"

namespace sallyport {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class ActivityReaderTest : public ::testing::Test {
 protected:
  static SupervisorStatus supervisor(ProcessId pid, const std::string& id, const std::string& name) {
    SupervisorStatus status;
    status.supervisor_pid = pid;
    status.client_id = id;
    status.name = name;
    return status;
  }
  void carry(ProcessId supervisor, int milliseconds, const std::string& host) {
    RequestRecord record;
    record.started = std::chrono::sys_time<std::chrono::milliseconds>(std::chrono::milliseconds(milliseconds));
    record.host = host;
    supervisors.records[supervisor].push_back(record);
  }
  std::vector<std::string> read() {
    std::vector<std::string> hosts;
    for (const ActivityEntry& entry : reader.read_new(running).ended)
      hosts.push_back(entry.word() + " " + entry.record.host);
    return hosts;
  }

  FakeSupervisors supervisors;
  std::vector<SupervisorStatus> running{supervisor(50, "postman", "Postman"), supervisor(60, "", "curl")};
  ActivityReader reader{supervisors};
};

TEST_F(ActivityReaderTest, ReadsEachRequestOnceByTheTimeItBegan) {
  carry(50, 1, "a");
  carry(50, 3, "c");
  carry(60, 2, "b");
  EXPECT_THAT(read(), ElementsAre("postman a", "curl b", "postman c"));
  EXPECT_THAT(read(), IsEmpty());
  carry(60, 4, "d");
  EXPECT_THAT(read(), ElementsAre("curl d"));
}

TEST_F(ActivityReaderTest, ReadsWhatIsUnderWayEachTime) {
  carry(50, 1, "a");
  supervisors.under_way[60].emplace_back().host = "b";
  for (int times = 0; times < 2; ++times) {
    const auto under_way = reader.read_new(running).under_way;
    ASSERT_EQ(under_way.size(), 1U);
    EXPECT_EQ(under_way.front().word() + " " + under_way.front().record.host, "curl b");
  }
}

TEST_F(ActivityReaderTest, GoesOnWhereItWasOnceASupervisorAnswersAgain) {
  carry(50, 1, "a");
  EXPECT_THAT(read(), ElementsAre("postman a"));
  const auto before = std::exchange(running, {});
  EXPECT_THAT(read(), IsEmpty());
  running = before;
  EXPECT_THAT(read(), IsEmpty());
}

TEST_F(ActivityReaderTest, ReadsAnotherSupervisorOfTheSameNumberFromItsBegin) {
  carry(50, 1, "a");
  carry(50, 2, "b");
  EXPECT_THAT(read(), ElementsAre("postman a", "postman b"));
  supervisors.records[50].clear();
  carry(50, 3, "c");
  EXPECT_THAT(read(), ElementsAre("postman c"));
}

}  // namespace
}  // namespace sallyport
