#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <optional>
#include <ostream>
#include <string>

#include "support/fake_running_apps.hpp"
#include "support/wait_for.hpp"

namespace sallyport {

/// A list of running apps, and one process in it.
class TestedApps {
 public:
  virtual ~TestedApps() = default;
  virtual RunningApps& apps() = 0;
  /// Starts a process that goes on, with two arguments and this environment. What the list should say of it.
  virtual RunningApps::App start(const Environment& environment) = 0;
  /// Ends it by force.
  virtual void end() = 0;
};

class TestedFakeApps final : public TestedApps {
 public:
  RunningApps& apps() override { return fake_; }
  RunningApps::App start(const Environment& environment) override {
    fake_.apps.push_back({4711, 1, "/bin/sleep", {"sleep", "1000"}, std::chrono::system_clock::now()});
    fake_.environments[4711] = environment;
    return fake_.apps.back();
  }
  void end() override {
    fake_.apps.clear();
    fake_.environments.clear();
  }

 private:
  FakeRunningApps fake_;
};

struct RunningAppsKind {
  std::string name;
  std::function<std::unique_ptr<TestedApps>()> make;

  friend void PrintTo(const RunningAppsKind& kind, std::ostream* out) { *out << kind.name; }
};

class RunningAppsContract : public testing::TestWithParam<RunningAppsKind> {
 protected:
  ~RunningAppsContract() override { tested_->end(); }

  std::optional<RunningApps::App> find(ProcessId pid) {
    const auto list = tested_->apps().list();
    const auto found = std::find_if(list.begin(), list.end(), [&](const auto& app) { return app.pid == pid; });
    return found == list.end() ? std::nullopt : std::optional(*found);
  }

  std::unique_ptr<TestedApps> tested_ = GetParam().make();
  RunningApps::App started_ = tested_->start(Environment({{"SALLYPORT_MARK", "h\xc3\xa9re"}, {"EMPTY", ""}}));
};

TEST_P(RunningAppsContract, ListsARunningProcess) {
  std::optional<RunningApps::App> app;
  // A process is started before its arguments can be read.
  ASSERT_TRUE(wait_for([&] { return (app = find(started_.pid)) && !app->command_line.empty(); }));
  EXPECT_EQ(app->parent, started_.parent);
  EXPECT_EQ(app->program, started_.program);
  EXPECT_EQ(app->command_line, started_.command_line);
  const auto age = std::chrono::system_clock::now() - app->started;
  EXPECT_LT(std::chrono::abs(age), std::chrono::seconds(60));
}

TEST_P(RunningAppsContract, ReadsTheEnvironmentOfAProcess) {
  const auto environment = tested_->apps().environment_of(started_.pid);
  ASSERT_TRUE(environment.has_value()) << environment.error().message;
  ASSERT_NE(environment->find("SALLYPORT_MARK"), nullptr);
  EXPECT_EQ(*environment->find("SALLYPORT_MARK"), "h\xc3\xa9re");
  ASSERT_NE(environment->find("EMPTY"), nullptr);
  EXPECT_EQ(environment->find("HOME"), nullptr);
}

TEST_P(RunningAppsContract, ForgetsAProcessThatHasEnded) {
  tested_->end();
  EXPECT_FALSE(find(started_.pid).has_value());
  const auto environment = tested_->apps().environment_of(started_.pid);
  ASSERT_FALSE(environment.has_value());
  EXPECT_EQ(environment.error().code, ErrorCode::kNotRunning);
}

}  // namespace sallyport
