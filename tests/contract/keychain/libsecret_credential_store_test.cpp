#include "platform/linux/libsecret_credential_store.hpp"

#include <gio/gio.h>
#include <gtest/gtest.h>

#include <optional>
#include <stdexcept>
#include <string>
#include <thread>

#include "contract/keychain/session_keyring.hpp"
#include "platform/linux/glib_pointer.hpp"
#include "support/scoped_variable.hpp"
#include "support/temporary_directory.hpp"

namespace sallyport {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

/// A bus without any service, in place of the session's.
class EmptyBus {
 public:
  EmptyBus() {
    directory_.write("bus.conf", "<busconfig><type>session</type><listen>unix:dir=" + directory_.path().native() +
                                     "</listen><policy context=\"default\"><allow send_destination=\"*\"/>"
                                     "<allow receive_sender=\"*\"/><allow own=\"*\"/></policy></busconfig>");
    const std::string config = "--config-file=" + (directory_ / "bus.conf");
    daemon_.reset(g_subprocess_new(G_SUBPROCESS_FLAGS_STDOUT_PIPE, nullptr, "dbus-daemon", config.c_str(), "--nofork",
                                   "--print-address=1", nullptr));
    if (!daemon_) throw std::runtime_error("dbus-daemon does not start");
    const GObjectPointer<GDataInputStream> output(g_data_input_stream_new(g_subprocess_get_stdout_pipe(daemon_.get())));
    const GLibPointer<char> address(g_data_input_stream_read_line(output.get(), nullptr, nullptr, nullptr));
    if (!address) throw std::runtime_error("dbus-daemon names no address");
    address_.emplace("DBUS_SESSION_BUS_ADDRESS", address.get());
  }
  ~EmptyBus() {
    g_subprocess_force_exit(daemon_.get());
    g_subprocess_wait(daemon_.get(), nullptr, nullptr);
  }

 private:
  TemporaryDirectory directory_;
  GObjectPointer<GSubprocess> daemon_;
  std::optional<ScopedVariable> address_;
};

class LibsecretCredentialStoreTest : public testing::Test {
 protected:
  LibsecretCredentialStoreTest() { EXPECT_TRUE(store_.store(key_, Secret("s3cret"), call_)); }
  ~LibsecretCredentialStoreTest() override {
    const auto forgotten = store_.forget(key_, call_);
    EXPECT_TRUE(forgotten) << forgotten.error().message << forgotten.error().detail;
  }

  void expect_every_call_fails_with(ErrorCode code) {
    EXPECT_EQ(store_.find(key_, call_).error().code, code);
    EXPECT_EQ(store_.store(key_, Secret("other"), call_).error().code, code);
    EXPECT_EQ(store_.forget(key_, call_).error().code, code);
    EXPECT_EQ(store_.status(key_, call_).error().code, code);
  }

  LibsecretCredentialStore store_;
  CredentialCall call_{.timeout = 10s};
  CredentialKey key_{{ProxyProtocol::kHttp, "proxy.example.com", 8080}, "alice"};
};

TEST_F(LibsecretCredentialStoreTest, GivesEachStoredPasswordATimeOfItsOwn) {
  const auto first = store_.status(key_, call_);
  ASSERT_TRUE(store_.store(key_, Secret("another"), call_));
  const auto second = store_.status(key_, call_);
  ASSERT_TRUE(first && first->modified && second && second->modified);
  EXPECT_LT(*first->modified, *second->modified);
}

TEST_F(LibsecretCredentialStoreTest, SaysThatNoServiceIsOnTheBus) {
  {
    const EmptyBus bus;
    expect_every_call_fails_with(ErrorCode::kKeychainAbsent);
  }
  EXPECT_TRUE(store_.find(key_, call_));
}

TEST_F(LibsecretCredentialStoreTest, SaysAtOnceThatThereIsNoBus) {
  const ScopedVariable address("DBUS_SESSION_BUS_ADDRESS", std::nullopt);
  const ScopedVariable display("DISPLAY", ":99");  // with a display GLib would start a bus
  const auto start = Clock::now();
  expect_every_call_fails_with(ErrorCode::kKeychainAbsent);
  EXPECT_LT(Clock::now() - start, 1s);
}

TEST_F(LibsecretCredentialStoreTest, SaysThatTheBusIsGone) {
  const ScopedVariable address("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus");
  expect_every_call_fails_with(ErrorCode::kKeychainAbsent);
}

TEST_F(LibsecretCredentialStoreTest, TellsALockedKeychainFromAnAbsentItem) {
  const auto modified = store_.status(key_, call_)->modified;
  session_keyring::lock();
  const auto status = store_.status(key_, call_);
  const auto found = store_.find(key_, call_);  // the prompt cannot be shown here, which dismisses it
  const auto stored = store_.store(key_, Secret("other"), call_);
  const auto forgotten = store_.forget(key_, call_);
  session_keyring::unlock();

  ASSERT_TRUE(status);
  EXPECT_EQ(status->stored, CredentialStatus::Stored::kLocked);
  EXPECT_EQ(status->modified, modified);
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().code, ErrorCode::kKeychainLocked) << found.error().message << found.error().detail;
  ASSERT_FALSE(stored);
  EXPECT_EQ(stored.error().code, ErrorCode::kKeychainLocked) << stored.error().message << stored.error().detail;
  ASSERT_FALSE(forgotten);
  EXPECT_EQ(forgotten.error().code, ErrorCode::kKeychainLocked);
  EXPECT_EQ(store_.find(key_, call_)->password.reveal(), "s3cret");
}

TEST_F(LibsecretCredentialStoreTest, ReturnsAtTheTimeOutFromAServiceThatIsStuck) {
  const session_keyring::Freeze freeze;
  const CredentialCall quick{.timeout = 100ms};
  const auto start = Clock::now();
  EXPECT_EQ(store_.find(key_, quick).error().code, ErrorCode::kTimedOut);
  EXPECT_EQ(store_.status(key_, quick).error().code, ErrorCode::kTimedOut);
  EXPECT_EQ(store_.forget(CredentialKey{key_.proxy, "nobody"}, quick).error().code, ErrorCode::kTimedOut);
  const auto elapsed = Clock::now() - start;
  EXPECT_GE(elapsed, 300ms);
  EXPECT_LT(elapsed, 2s);
}

TEST_F(LibsecretCredentialStoreTest, ReturnsFromAServiceThatIsStuckOnceItIsCancelled) {
  const session_keyring::Freeze freeze;
  std::stop_source source;
  const auto start = Clock::now();
  std::jthread canceller([&] { source.request_stop(); });
  EXPECT_EQ(store_.find(key_, {.timeout = 60s, .stop = source.get_token()}).error().code, ErrorCode::kCancelled);
  EXPECT_LT(Clock::now() - start, 5s);
}

TEST_F(LibsecretCredentialStoreTest, RefusesAUserThatCannotStandOnTheBus) {
  EXPECT_EQ(store_.find({key_.proxy, "\xff"}, call_).error().code, ErrorCode::kInvalidValue);
}

TEST_F(LibsecretCredentialStoreTest, TellsWhenThePasswordChanged) {
  const auto now = std::chrono::time_point_cast<std::chrono::seconds>(std::chrono::system_clock::now());
  const auto found = store_.find(key_, call_);
  ASSERT_TRUE(found);
  EXPECT_LE(found->modified, now + 1s);
  EXPECT_GE(found->modified, now - 60s);
}

}  // namespace
}  // namespace sallyport
