#include <gmock/gmock.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <optional>

#include "support/sallyport_sandbox.hpp"
#include "support/terminal.hpp"
#include "support/wait_for.hpp"

namespace sallyport {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

/// `sallyport credential set custom` on a terminal of its own.
class PasswordPrompt : public ::testing::Test {
 protected:
  PasswordPrompt() {
    EXPECT_EQ(sallyport({"settings", "set", "custom_proxy.host=127.0.0.1",
                         "custom_proxy.port=" + std::to_string(::getpid() % 60000 + 1), "custom_proxy.username=alice"})
                  .code,
              0);
    EXPECT_EQ(sallyport({"credential", "clear", "custom"}).code, 0);
    terminal_.emplace(std::vector<std::string>{SALLYPORT_PROGRAM, "credential", "set", "custom"},
                      sallyport.variables());
  }
  bool is_asked() {
    return terminal_->shows("Password of alice") && wait_for([&] { return !terminal_->echoes(); });
  }
  std::string stored() { return sallyport.json({"credential", "status", "--json"})["custom"]["stored"]; }

  SallyportSandbox sallyport{SALLYPORT_PROGRAM};
  std::optional<Terminal> terminal_;
};

TEST_F(PasswordPrompt, ShowsNothingOfWhatIsTyped) {
  ASSERT_TRUE(is_asked());
  terminal_->type("s3cret word\n");
  EXPECT_EQ(terminal_->wait(), 0) << terminal_->screen();
  EXPECT_THAT(terminal_->screen(), Not(HasSubstr("s3cret")));
  EXPECT_TRUE(terminal_->echoes());
  EXPECT_EQ(stored(), "yes");
}

TEST_F(PasswordPrompt, RestoresTheTerminalWhenInterrupted) {
#ifdef __SANITIZE_THREAD__
  GTEST_SKIP() << "The thread sanitizer hands a signal over later than pselect(2) is interrupted by it.";
#endif
  ASSERT_TRUE(is_asked());
  terminal_->type("half a secr\x03");
  EXPECT_EQ(terminal_->wait(), 128 + SIGINT);
  EXPECT_TRUE(WIFSIGNALED(terminal_->status())) << "a shell's script ends with it";
  EXPECT_TRUE(terminal_->echoes());
  EXPECT_EQ(stored(), "no");
}

TEST_F(PasswordPrompt, TakesTheEndOfInputForNoPassword) {
  ASSERT_TRUE(is_asked());
  terminal_->type("\x04");
  EXPECT_EQ(terminal_->wait(), 3) << terminal_->screen();
  EXPECT_EQ(stored(), "no");
}

TEST(PasswordInput, DropsOneFinalLineEndOnly) {
  SallyportSandbox sallyport(SALLYPORT_PROGRAM);
  ASSERT_EQ(sallyport({"settings", "set", "custom_proxy.host=127.0.0.1", "custom_proxy.username=alice"}).code, 0);
  EXPECT_EQ(sallyport({"credential", "set", "custom"}, "word\n").code, 0);
  EXPECT_EQ(sallyport({"credential", "set", "custom"}, "word\n\n").code, 3);
  EXPECT_EQ(sallyport({"credential", "set", "custom"}, "\n").code, 3);
  EXPECT_EQ(sallyport({"credential", "set", "custom"}, "").code, 3);
  EXPECT_EQ(sallyport({"credential", "clear", "custom"}).code, 0);
}

}  // namespace
}  // namespace sallyport
