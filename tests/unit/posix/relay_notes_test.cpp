#include "platform/common/relay_notes.hpp"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "platform/posix/file_descriptor.hpp"
#include "support/fake_running_apps.hpp"
#include "support/temporary_directory.hpp"

namespace sallyport {
namespace {

constexpr ProcessId kSupervisor = 4711;
constexpr const char* kFile = "4711.relay";

class RelayNotesTest : public ::testing::Test {
 protected:
  RelayNotesTest() { running.environments[::getpid()].set("http_proxy", "http://127.0.0.1:41000"); }

  [[nodiscard]] std::optional<LeftClient> find(const std::string& client = "postman") {
    return notes.find_left("/settings.toml", client, running);
  }

  TemporaryDirectory directory;
  RelayNotes notes{directory.path()};
  FakeRunningApps running;
  /// This very process, as the client.
  RelayNote note{"/settings.toml", "postman", 41000, ::getpid()};
};

TEST_F(RelayNotesTest, FindTheClientThatWasLeft) {
  EXPECT_FALSE(find());
  notes.write(kSupervisor, note);
  const auto left = find();
  ASSERT_TRUE(left);
  EXPECT_EQ(left->supervisor, kSupervisor);
  EXPECT_EQ(left->note.port, 41000);
  EXPECT_EQ(left->note.client, ::getpid());
  EXPECT_TRUE(left->process);
  notes.remove(kSupervisor);
  EXPECT_FALSE(find());
}

TEST_F(RelayNotesTest, AreForTheSameClientOfTheSameSettings) {
  notes.write(kSupervisor, note);
  EXPECT_FALSE(find("curl"));
  EXPECT_FALSE(notes.find_left("/other.toml", "postman", running));
  EXPECT_TRUE(find());
}

TEST_F(RelayNotesTest, ConcernNobodyWhoseSupervisorLives) {
  notes.write(kSupervisor, note);
  const FileDescriptor socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  (directory / "4711.sock").copy(address.sun_path, sizeof(address.sun_path) - 1);
  ASSERT_EQ(::bind(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof(address)), 0);
  ASSERT_EQ(::listen(socket.get(), 1), 0);
  EXPECT_FALSE(find());
  EXPECT_TRUE(directory.names().contains(kFile));
}

TEST_F(RelayNotesTest, ConcernNobodyWhoNamesAnotherRelay) {
  note.port = 41001;
  notes.write(kSupervisor, note);
  EXPECT_FALSE(find());
}

TEST_F(RelayNotesTest, OfAClientThatHasEndedAreSweptAway) {
  note.client = ::fork();
  if (note.client == 0) ::_exit(0);
  ASSERT_EQ(::waitpid(static_cast<pid_t>(note.client), nullptr, 0), note.client);
  notes.write(kSupervisor, note);
  EXPECT_FALSE(find());
  EXPECT_TRUE(directory.names().empty());
}

TEST_F(RelayNotesTest, ThatCannotBeReadAreSweptAway) {
  for (const char* text :
       {"", "garbage", "[]", R"({"port":"41000"})", R"({"settings_file":1,"client":"postman","port":41000,"pid":1})"}) {
    directory.write(kFile, text);
    EXPECT_FALSE(find()) << text;
    EXPECT_TRUE(directory.names().empty()) << text;
  }
  directory.write("notes.relay.txt", "mine");
  EXPECT_FALSE(find());
  EXPECT_TRUE(directory.names().contains("notes.relay.txt"));
}

}  // namespace
}  // namespace sallyport
