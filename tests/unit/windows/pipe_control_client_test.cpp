#include "platform/windows/pipe_control_client.hpp"

#include <gtest/gtest.h>
#include <windows.h>

#include <array>
#include <chrono>
#include <string>

#include "platform/windows/handle.hpp"
#include "platform/windows/pipe_access.hpp"
#include "support/runtime_paths.hpp"
#include "support/temporary_directory.hpp"

namespace sallyport {
namespace {

/// A mark that tells of a pipe that is not there.
class PipeControlClientTest : public testing::Test {
 protected:
  PipeControlClientTest() { directory_.write("4242.pipe", "0123456789abcdef"); }

  [[nodiscard]] ErrorCode asked() {
    const std::array<ProcessId, 1> supervisors = {4242};
    return client_.ask(supervisors, ControlRequest{}, std::chrono::milliseconds(200), {}).front().error().code;
  }

  TemporaryDirectory directory_;
  RuntimePaths paths_{directory_.path().string()};
  PipeControlClient client_{paths_};
};

TEST_F(PipeControlClientTest, ClearsAwayTheMarkThatTheEndOfTheMachineLeft) {
  EXPECT_EQ(asked(), ErrorCode::kNotRunning);
  EXPECT_TRUE(client_.supervisors().empty());
}

TEST_F(PipeControlClientTest, KeepsTheMarkOfASupervisorThatListensAgainInAMoment) {
  // As ControlPipe holds it.
  const Handle held(::CreateFileW(control_mark_path(directory_.path().string(), 4242).c_str(), GENERIC_WRITE | DELETE,
                                  FILE_SHARE_READ | FILE_SHARE_DELETE, nullptr, OPEN_EXISTING, 0, nullptr));
  ASSERT_TRUE(held);
  EXPECT_EQ(asked(), ErrorCode::kTimedOut);
  EXPECT_EQ(client_.supervisors().size(), 1U);
}

}  // namespace
}  // namespace sallyport
