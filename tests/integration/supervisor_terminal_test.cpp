#include <gtest/gtest.h>
#include <signal.h>

#include "supervisor_session.hpp"
#include "support/terminal.hpp"

namespace sallyport {
namespace {

/// A shell under a supervisor, on a terminal.
class SupervisedShell : public testing::Test {
 protected:
  SupervisedShell() {
    auto variables = session_.variables();
    variables["PS1"] = "outer> ";
    variables["TERM"] = "dumb";
    variables["BASH_SILENCE_DEPRECATION_WARNING"] = "1";
    variables["S"] = SALLYPORT_SUPERVISE;
    variables["F"] = session_.settings_file();
    terminal_.emplace(std::vector<std::string>{"bash", "--norc", "--noprofile", "-i"}, variables);
    EXPECT_TRUE(terminal_->shows("outer> "));
  }
  void expect(const std::string& text) {
    EXPECT_TRUE(terminal_->shows(text)) << text << " in: " << terminal_->screen();
  }
  void start_inner_shell() {
    terminal_->type("\"$S\" \"$F\" -- env PS1='inner> ' bash --norc --noprofile -i\n");
    expect("inner> ");
  }
  /// Once it says that it runs, it has the terminal: what is typed then is for it.
  void start_job() {
    terminal_->type("sh -c 'echo ready-$((1+1)); exec sleep 1000'\n");
    expect("ready-2");
  }

  SupervisorSession session_;
  std::optional<Terminal> terminal_;
};

TEST_F(SupervisedShell, ReadsWhatIsTypedAndEndsWithItsCode) {
  start_inner_shell();
  terminal_->type("echo got-$((40+2))\n");
  expect("got-42");
  expect("inner> ");
  terminal_->type("exit 5\n");
  expect("outer> ");
  terminal_->type("echo code-$?\n");
  expect("code-5");
}

TEST_F(SupervisedShell, InterruptsItsOwnForegroundJob) {
  start_inner_shell();
  start_job();
  terminal_->type("\x03");
  expect("inner> ");
  terminal_->type("echo still-$((1+1))\n");
  expect("still-2");
  terminal_->type("exit\n");
  expect("outer> ");
}

TEST_F(SupervisedShell, HasJobControlOfItsOwn) {
  start_inner_shell();
  start_job();
  terminal_->type("\x1a");
  expect("Stopped");
  expect("inner> ");
  // Not for its next change, which is that it goes on, but for its end.
  terminal_->type("kill %1; wait -f %1; echo done-$((2+1))\n");
  expect("done-3");
  terminal_->type("exit\n");
  expect("outer> ");
}

TEST_F(SupervisedShell, InterruptsASimpleClientWithItsCode) {
  terminal_->type("\"$S\" \"$F\" -- sleep 1000\n");
  ASSERT_NE(session_.the_only_one().pid, 0);
  terminal_->type("\x03");
  expect("outer> ");
  terminal_->type("echo code-$?\n");
  expect("code-130");
}

TEST_F(SupervisedShell, SuspendsAndResumesAClientAsAJob) {
  terminal_->type("\"$S\" \"$F\" -- cat\n");
  const auto client = static_cast<pid_t>(session_.the_only_one().pid);
  ASSERT_NE(client, 0);
  terminal_->type("one\n");
  expect("one\r\none");
  terminal_->type("\x1a");
  expect("Stopped");
  expect("outer> ");
  EXPECT_TRUE(is_alive(client));
  terminal_->type("fg\n");
  expect("cat");
  terminal_->type("two\n");
  expect("two\r\ntwo");
  terminal_->type("\x04");
  expect("outer> ");
  terminal_->type("echo code-$?\n");
  expect("code-0");
}

TEST_F(SupervisedShell, RestartsOnTheSameTerminal) {
  terminal_->type("\"$S\" \"$F\" -- cat\n");
  const auto before = session_.the_only_one();
  ASSERT_NE(before.pid, 0);
  const auto outcome = session_.supervisors.restart(before.supervisor_pid, {});
  ASSERT_TRUE(outcome.has_value()) << outcome.error().message;
  terminal_->type("again\n");
  expect("again\r\nagain");
  terminal_->type("\x04");
  expect("outer> ");
}

TEST_F(SupervisedShell, LosesItsClientWhenTheTerminalHangsUp) {
  terminal_->type("\"$S\" \"$F\" -- sleep 1000\n");
  const auto status = session_.the_only_one();
  ASSERT_NE(status.pid, 0);
  terminal_.reset();
  EXPECT_TRUE(wait_for([&] { return !is_alive(static_cast<pid_t>(status.pid)); }));
  EXPECT_TRUE(wait_for([&] { return !is_alive(static_cast<pid_t>(status.supervisor_pid)); }));
}

}  // namespace
}  // namespace sallyport
