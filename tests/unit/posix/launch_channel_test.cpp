#include "platform/posix/launch_channel.hpp"

#include <gtest/gtest.h>
#include <signal.h>

#include <cerrno>
#include <string>
#include <thread>

#include "platform/posix/local_socket.hpp"

namespace sallyport {
namespace {

class LaunchChannel : public testing::Test {
 protected:
  void SetUp() override {
    auto pair = open_socket_pair();
    ASSERT_TRUE(pair);
    waiter_ = std::move(pair->first);
    supervisor_ = std::move(pair->second);
  }

  FileDescriptor waiter_;
  FileDescriptor supervisor_;
};

TEST_F(LaunchChannel, KeepsNotesApart) {
  send_note(supervisor_.get(), {.kind = LaunchNote::Kind::kFailed, .number = 127, .text = "No.", .detail = "ENOENT"});
  send_note(supervisor_.get(), {.kind = LaunchNote::Kind::kEnded, .number = 3});
  const auto failed = receive_note(waiter_.get());
  ASSERT_TRUE(failed);
  EXPECT_EQ(failed->kind, LaunchNote::Kind::kFailed);
  EXPECT_EQ(failed->number, 127);
  EXPECT_EQ(failed->text, "No.");
  EXPECT_EQ(failed->detail, "ENOENT");
  const auto ended = receive_note(waiter_.get());
  ASSERT_TRUE(ended);
  EXPECT_EQ(ended->number, 3);
  EXPECT_EQ(ended->text, "");
}

TEST_F(LaunchChannel, CutsATextThatIsTooLong) {
  std::thread sender([this] {
    send_note(supervisor_.get(),
              {.kind = LaunchNote::Kind::kWarning, .text = std::string(1'000'000, 'x'), .detail = "d"});
  });
  const auto note = receive_note(waiter_.get());
  sender.join();
  ASSERT_TRUE(note);
  EXPECT_EQ(note->text, std::string(32 * 1024, 'x'));
  EXPECT_EQ(note->detail, "d");
}

TEST_F(LaunchChannel, EndsWithTheOtherEnd) {
  send_note(supervisor_.get(), {.kind = LaunchNote::Kind::kPrepared});
  supervisor_.reset();
  EXPECT_TRUE(receive_note(waiter_.get())) << "what was said before still arrives";
  EXPECT_FALSE(receive_note(waiter_.get()));
  send_signal(waiter_.get(), {SIGTERM, 1});  // and no SIGPIPE
}

TEST_F(LaunchChannel, PassesSignalsOnWithoutWaiting) {
  EXPECT_FALSE(receive_signal(supervisor_.get()));
  EXPECT_EQ(errno, EAGAIN);
  send_signal(waiter_.get(), {SIGTERM, 42});
  send_signal(waiter_.get(), {SIGHUP, 43});
  const auto first = receive_signal(supervisor_.get());
  ASSERT_TRUE(first);
  EXPECT_EQ(first->number, SIGTERM);
  EXPECT_EQ(first->sender, 42);
  EXPECT_EQ(receive_signal(supervisor_.get())->sender, 43);
  waiter_.reset();
  EXPECT_FALSE(receive_signal(supervisor_.get()));
  EXPECT_EQ(errno, 0) << "gone";
}

}  // namespace
}  // namespace sallyport
