#include "platform/linux/start_traces.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>

namespace sallyport {
namespace {

constexpr pid_t kSelf = 4711;

/// At a shell in a terminal, whose output another program reads.
StartTraces at_shell(const std::string& name, const std::string& value) {
  return {.self = kSelf,
          .environment = Environment({{"DISPLAY", ":0"}, {name, value}}),
          .has_terminal = true,
          .is_read = true};
}

TEST(StartTraces, AreADesktopsWhereItNamesTheProcess) {
  EXPECT_TRUE(is_by_desktop(at_shell("GIO_LAUNCHED_DESKTOP_FILE_PID", "4711")));
  EXPECT_FALSE(is_by_desktop(at_shell("GIO_LAUNCHED_DESKTOP_FILE_PID", "1")));
  EXPECT_FALSE(is_by_desktop(at_shell("GIO_LAUNCHED_DESKTOP_FILE", "/usr/share/applications/app.desktop")));
}

TEST(StartTraces, AreADesktopsWhereItGaveATokenToThisProcessAlone) {
  for (const std::string name : {"DESKTOP_STARTUP_ID", "XDG_ACTIVATION_TOKEN"}) {
    StartTraces traces = at_shell(name, "token-2");
    EXPECT_TRUE(is_by_desktop(traces)) << name;
    traces.parents = Environment({{"DISPLAY", ":0"}, {name, "token-1"}});
    EXPECT_TRUE(is_by_desktop(traces)) << name;
    traces.parents = Environment({{"DISPLAY", ":0"}, {name, "token-2"}});
    EXPECT_FALSE(is_by_desktop(traces)) << name;
    EXPECT_FALSE(is_by_desktop(at_shell(name, ""))) << name;
  }
}

TEST(StartTraces, AreADesktopsWithoutAnyVariableWhereNobodyReads) {
  StartTraces traces{.self = kSelf};
  EXPECT_TRUE(is_by_desktop(traces));
  traces.has_terminal = true;
  EXPECT_FALSE(is_by_desktop(traces));
  traces.has_terminal = false;
  traces.is_read = true;
  EXPECT_FALSE(is_by_desktop(traces));
}

/// What a child sees of its own start with `stream` as its output, in a session of its own.
bool is_read_through(int stream) {
  const pid_t child = ::fork();
  if (child == 0) {
    ::setsid();
    const int null = ::open("/dev/null", O_RDWR);
    ::dup2(stream < 0 ? null : stream, STDOUT_FILENO);
    ::dup2(null, STDERR_FILENO);
    const StartTraces traces = own_start_traces(Environment());
    ::_exit(traces.has_terminal || traces.self != ::getpid() ? 2 : static_cast<int>(traces.is_read));
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) < 2);
  return WEXITSTATUS(status) == 1;
}

TEST(StartTraces, SeeWhoReads) {
  std::array<int, 2> pipe{};
  std::array<int, 2> pair{};
  ASSERT_EQ(::pipe(pipe.data()), 0);
  ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM, 0, pair.data()), 0);
  EXPECT_TRUE(is_read_through(pipe[1]));
  EXPECT_TRUE(is_read_through(pair[1]));
  EXPECT_FALSE(is_read_through(-1));
  for (const int each : {pipe[0], pipe[1], pair[0], pair[1]}) ::close(each);
}

TEST(StartTraces, HoldTheParentsEnvironment) {
  ASSERT_EQ(::setenv("TRACE_OF_THE_PARENT", "later", 1), 0);
  const StartTraces traces = own_start_traces(Environment({{"A", "b"}, {"C", "d"}}));
  ::unsetenv("TRACE_OF_THE_PARENT");
  EXPECT_NE(traces.parents.find("PATH"), nullptr);
  EXPECT_EQ(traces.parents.find("TRACE_OF_THE_PARENT"), nullptr);
  EXPECT_NE(traces.environment.find("A"), nullptr);
}

}  // namespace
}  // namespace sallyport
