#include "app/older_instance.hpp"

#include <gtest/gtest.h>

namespace sallyport {
namespace {

using std::chrono::minutes;
using std::chrono::system_clock;

class OlderInstance : public testing::Test {
 protected:
  const system_clock::time_point now_ = system_clock::time_point(minutes(1000));
  const ClientStart start_{7, 100, "code", "/usr/bin/code", "/usr/share/code/code", now_};

  [[nodiscard]] RunningApps::App app(ProcessId pid, std::string program, std::vector<std::string> words = {}) const {
    return {pid, 1, std::move(program), std::move(words), now_ - minutes(5)};
  }
  [[nodiscard]] SupervisorStatus supervisor(ProcessId supervisor_pid, ProcessId pid, std::string id) const {
    SupervisorStatus status;
    status.supervisor_pid = supervisor_pid;
    status.pid = pid;
    status.client_id = std::move(id);
    status.since = std::chrono::floor<std::chrono::seconds>(now_ - minutes(1));
    return status;
  }
};

TEST_F(OlderInstance, IsWhatAnotherSupervisorHas) {
  EXPECT_EQ(find_older_instance(start_, {supervisor(8, 50, "code")}, {}), 50);
}

TEST_F(OlderInstance, IsNotOurOwnNorAnotherClient) {
  EXPECT_EQ(find_older_instance(start_,
                                {supervisor(7, 100, "code"), supervisor(8, 50, "slack"), supervisor(9, 0, "code")}, {}),
            std::nullopt);
}

TEST_F(OlderInstance, IsAProcessOfTheSameProgram) {
  EXPECT_EQ(find_older_instance(start_, {}, {app(60, "/usr/share/code/code")}), 60);
  EXPECT_EQ(find_older_instance(start_, {}, {app(61, "/usr/share/other/other")}), std::nullopt);
}

TEST_F(OlderInstance, IsAScriptByTheWordAfterItsInterpreter) {
  EXPECT_EQ(find_older_instance(start_, {}, {app(62, "/usr/bin/dash", {"/bin/sh", "/usr/bin/code"})}), 62);
  EXPECT_EQ(find_older_instance(start_, {}, {app(63, "/usr/bin/vim", {"vim", "/usr/bin/code"})}), std::nullopt);
}

TEST_F(OlderInstance, IsNotANewerProcess) {
  auto newer = app(64, "/usr/share/code/code");
  newer.started = now_ + minutes(1);
  EXPECT_EQ(find_older_instance(start_, {}, {newer}), std::nullopt);
}

TEST_F(OlderInstance, IsNotEveryShellWhenTheClientIsAShell) {
  const ClientStart shell{7, 100, "job", "/bin/sh", "/usr/bin/dash", now_};
  EXPECT_EQ(find_older_instance(shell, {}, {app(65, "/usr/bin/dash", {"sh", "-c", "x"})}), std::nullopt);
}

}  // namespace
}  // namespace sallyport
