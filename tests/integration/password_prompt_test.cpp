#include <gmock/gmock.h>
#include <poll.h>
#include <pty.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <csignal>

#include "support/sallyport_sandbox.hpp"
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
    pid_ = ::forkpty(&terminal_, nullptr, nullptr, nullptr);
    if (pid_ == 0) {
      for (const auto& [name, value] : sallyport.environment.variables()) ::setenv(name.c_str(), value.c_str(), 1);
      ::execl(SALLYPORT_PROGRAM, "sallyport", "credential", "set", "custom", nullptr);
      ::_exit(99);
    }
  }
  ~PasswordPrompt() override {
    if (pid_ > 0) {
      ::kill(pid_, SIGKILL);
      ::waitpid(pid_, nullptr, 0);
    }
    ::close(terminal_);
  }

  void read_shown() {
    pollfd waiting{terminal_, POLLIN, 0};
    if (::poll(&waiting, 1, 20) <= 0) return;
    std::array<char, 1024> buffer{};
    const ssize_t count = ::read(terminal_, buffer.data(), buffer.size());
    if (count > 0) shown_.append(buffer.data(), static_cast<std::size_t>(count));
  }
  bool echoes() const {
    termios state{};
    ::tcgetattr(terminal_, &state);
    return (state.c_lflag & ECHO) != 0;
  }
  void type(const std::string& text) {
    ASSERT_EQ(::write(terminal_, text.data(), text.size()), static_cast<ssize_t>(text.size()));
  }
  bool is_asked() {
    return wait_for([&] {
      read_shown();
      return shown_.find("Password of alice") != std::string::npos && !echoes();
    });
  }
  /// The status of its end.
  int ending() {
    int status = -1;
    EXPECT_TRUE(wait_for([&] {
      read_shown();
      return ::waitpid(pid_, &status, WNOHANG) == pid_;
    }));
    pid_ = -1;
    read_shown();
    return status;
  }
  std::string stored() { return sallyport.json({"credential", "status", "--json"})["custom"]["stored"]; }

  SallyportSandbox sallyport{SALLYPORT_PROGRAM};
  std::string shown_;

 private:
  pid_t pid_ = -1;
  int terminal_ = -1;
};

TEST_F(PasswordPrompt, ShowsNothingOfWhatIsTyped) {
  ASSERT_TRUE(is_asked());
  type("s3cret word\n");
  const int status = ending();
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << shown_;
  EXPECT_THAT(shown_, Not(HasSubstr("s3cret")));
  EXPECT_TRUE(echoes());
  EXPECT_EQ(stored(), "yes");
}

TEST_F(PasswordPrompt, RestoresTheTerminalWhenInterrupted) {
  ASSERT_TRUE(is_asked());
  type("half a secr\x03");
  const int status = ending();
  EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGINT);
  EXPECT_TRUE(echoes());
  EXPECT_EQ(stored(), "no");
}

TEST_F(PasswordPrompt, TakesTheEndOfInputForNoPassword) {
  ASSERT_TRUE(is_asked());
  type("\x04");
  const int status = ending();
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 3) << shown_;
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
