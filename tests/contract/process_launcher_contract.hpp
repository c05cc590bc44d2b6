#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <ostream>
#include <string>

#include "support/fake_process_launcher.hpp"
#include "support/temporary_directory.hpp"

namespace sallyport {

/// A launcher, and what a test must know of its platform.
class TestedLauncher {
 public:
  virtual ~TestedLauncher() = default;
  virtual ProcessLauncher& launcher() = 0;
  /// A program that ends at once, with 0.
  [[nodiscard]] virtual ProcessSpec program() const = 0;
  /// Waits for its end. The exit code.
  virtual int wait(ProcessId pid) = 0;
  /// Whether nothing is left of a program that was not started.
  virtual bool left_nothing() { return true; }
};

class TestedFakeLauncher final : public TestedLauncher {
 public:
  /// `directory` holds what the contract's tests try to start.
  explicit TestedFakeLauncher(const TemporaryDirectory& directory) {
    fake_.refusals[directory / "missing"] = ErrorCode::kCommandNotFound;
    fake_.refusals[directory / "plain.txt"] = ErrorCode::kCommandNotExecutable;
  }
  ProcessLauncher& launcher() override { return fake_; }
  [[nodiscard]] ProcessSpec program() const override { return {.program = "/bin/true"}; }
  int wait(ProcessId) override { return 0; }

 private:
  FakeProcessLauncher fake_;
};

struct LauncherKind {
  std::string name;
  std::function<std::unique_ptr<TestedLauncher>(const TemporaryDirectory& directory)> make;

  friend void PrintTo(const LauncherKind& kind, std::ostream* out) { *out << kind.name; }
};

class ProcessLauncherContract : public testing::TestWithParam<LauncherKind> {
 protected:
  ProcessLauncherContract() { directory_.write("plain.txt", "text"); }
  ProcessLauncher& launcher() { return tested_->launcher(); }

  TemporaryDirectory directory_;
  std::unique_ptr<TestedLauncher> tested_ = GetParam().make(directory_);
};

TEST_P(ProcessLauncherContract, StartsAProgram) {
  const auto pid = launcher().start(tested_->program());
  ASSERT_TRUE(pid.has_value()) << pid.error().message;
  EXPECT_GT(*pid, 0);
  EXPECT_EQ(tested_->wait(*pid), 0);
}

TEST_P(ProcessLauncherContract, TellsAMissingProgramApart) {
  const auto pid = launcher().start({.program = directory_ / "missing"});
  ASSERT_FALSE(pid.has_value());
  EXPECT_EQ(pid.error().code, ErrorCode::kCommandNotFound);
  EXPECT_THAT(pid.error().message, testing::HasSubstr("missing"));
  EXPECT_TRUE(tested_->left_nothing());
}

TEST_P(ProcessLauncherContract, TellsAFileThatIsNotExecutableApart) {
  const auto pid = launcher().start({.program = directory_ / "plain.txt"});
  ASSERT_FALSE(pid.has_value());
  EXPECT_EQ(pid.error().code, ErrorCode::kCommandNotExecutable);
  EXPECT_TRUE(tested_->left_nothing());
}

TEST_P(ProcessLauncherContract, RefusesAFolderThatDoesNotExist) {
  ProcessSpec spec = tested_->program();
  spec.directory = "/no/such/folder";
  const auto pid = launcher().start(spec);
  ASSERT_FALSE(pid.has_value());
  EXPECT_EQ(pid.error().code, ErrorCode::kInvalidValue);
  EXPECT_THAT(pid.error().message, testing::HasSubstr("folder"));
  EXPECT_TRUE(tested_->left_nothing());
}

}  // namespace sallyport
