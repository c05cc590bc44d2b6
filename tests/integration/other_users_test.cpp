#include <gmock/gmock.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <fstream>

#include "app/control_protocol.hpp"
#include "platform/posix/file_descriptor.hpp"
#include "supervisor_session.hpp"
#include "support/child_process.hpp"

namespace sallyport {
namespace {

using testing::HasSubstr;

sockaddr_un address_of(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::strncpy(address.sun_path, path.c_str(), sizeof(address.sun_path) - 1);
  return address;
}

/// Asks for the status; what comes back, or the errno of the connection that was refused.
std::string ask(const std::string& path) {
  const FileDescriptor socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const sockaddr_un address = address_of(path);
  if (::connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0) {
    return "refused: " + std::to_string(errno);
  }
  const auto request = format_request({ControlRequest::Verb::kStatus});
  (void)::send(socket.get(), request.data(), request.size(), MSG_NOSIGNAL);
  std::string all;
  std::array<char, 4096> buffer{};
  for (ssize_t count = 0; (count = ::recv(socket.get(), buffer.data(), buffer.size(), 0)) > 0;) {
    all.append(buffer.data(), static_cast<std::size_t>(count));
  }
  return all;
}

/// The control socket with the permissions taken away that keep others out: what is left is who they are.
class OtherUsers : public testing::Test {
 protected:
  void SetUp() override {
    if (::geteuid() != 0) GTEST_SKIP() << "only root can become another user";
  }
  void open_to_all(const std::string& socket) const {
    ASSERT_EQ(::chmod(session_.directory.path().c_str(), 0711), 0);
    ASSERT_EQ(::chmod((session_.directory / "sallyport").c_str(), 0711), 0);
    ASSERT_EQ(::chmod(socket.c_str(), 0666), 0);
  }
  [[nodiscard]] std::string socket_of(ProcessId supervisor) const {
    return session_.directory / ("sallyport/" + std::to_string(supervisor) + ".sock");
  }

  SupervisorSession session_;
};

TEST_F(OtherUsers, GetNoAnswerFromASupervisor) {
  auto program = session_.launch({"--", "sleep", "1000"});
  const auto status = session_.the_only_one();
  ASSERT_NE(status.pid, 0);
  const std::string socket = socket_of(status.supervisor_pid);

  ChildProcess before([&] {
    give_up_root();
    return ask(socket);
  });
  EXPECT_EQ(before.result(), "refused: " + std::to_string(EACCES));

  open_to_all(socket);
  ChildProcess other([&] {
    give_up_root();
    return "answer: " + ask(socket);
  });
  EXPECT_EQ(other.result(), "answer: ");
  ChildProcess own([&] { return ask(socket); });
  EXPECT_THAT(own.result(), HasSubstr(std::to_string(status.pid))) << "the same question of the same user";

  ::kill(program.pid(), SIGTERM);
  EXPECT_EQ(program.wait(), 143);
}

TEST_F(OtherUsers, AreToldNothingWhenTheyPoseAsASupervisor) {
  ASSERT_EQ(::mkdir((session_.directory / "sallyport").c_str(), 0700), 0);
  const std::string path = socket_of(4711);
  FileDescriptor listener(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  ASSERT_TRUE(listener);
  // SO_PEERCRED tells a client who called listen.
  const sockaddr_un address = address_of(path);
  ASSERT_EQ(::bind(listener.get(), reinterpret_cast<const sockaddr*>(&address), sizeof(address)), 0);
  ChildProcess other([&]() -> std::string {
    give_up_root();
    if (::listen(listener.get(), 4) != 0) return "cannot listen";
    const FileDescriptor peer(::accept(listener.get(), nullptr, nullptr));
    std::array<char, 4096> buffer{};
    const ssize_t count = ::recv(peer.get(), buffer.data(), buffer.size(), 0);
    return "heard: " + std::string(buffer.data(), count < 0 ? 0 : static_cast<std::size_t>(count));
  });
  // Until the other listens, the connection is refused, which makes the socket go.
  ASSERT_TRUE(wait_for([&] {
    std::ifstream table("/proc/net/unix");
    for (std::string line; std::getline(table, line);) {
      if (line.find(path) != std::string::npos && line.find(" 00010000 ") != std::string::npos) return true;
    }
    return false;
  }));
  const auto stopped = session_.supervisors.stop(4711, {});
  ASSERT_FALSE(stopped.has_value());
  EXPECT_THAT(stopped.error().message, HasSubstr("belongs to another user"));
  EXPECT_EQ(other.result(), "heard: ");
}

}  // namespace
}  // namespace sallyport
