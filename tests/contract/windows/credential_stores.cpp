#include <gtest/gtest.h>

#include "contract/keychain/credential_stores.hpp"
#include "platform/windows/windows_credential_store.hpp"

namespace sallyport {

using namespace std::chrono_literals;

std::vector<CredentialStoreKind> real_credential_stores() {
  return {{"CredentialManager", [] { return std::make_shared<WindowsCredentialStore>(); }}};
}

class WindowsCredentialStoreTest : public testing::Test {
 protected:
  ~WindowsCredentialStoreTest() override { (void)store_.forget(key_, call_); }

  WindowsCredentialStore store_;
  CredentialCall call_{.timeout = 10s};
  CredentialKey key_{{ProxyProtocol::kHttp, "proxy.example.com", 8080}, "alice"};
};

TEST_F(WindowsCredentialStoreTest, NamesTheItemAfterItsKey) {
  EXPECT_EQ(credential_target(key_), "sallyport:http://alice@proxy.example.com:8080");
  EXPECT_EQ(credential_target({{ProxyProtocol::kSocks5, "2001:db8::1", 1080}, "CORP\\a"}),
            "sallyport:socks5://CORP\\a@[2001:db8::1]:1080");
}

TEST_F(WindowsCredentialStoreTest, TakesWhatWindowsTakesAndNoByteMore) {
  const std::string longest(WindowsCredentialStore::kLongestPassword, 'x');
  ASSERT_TRUE(store_.store(key_, Secret(longest), call_));
  EXPECT_EQ(store_.find(key_, call_)->password.reveal(), longest);
  const auto refused = store_.store(key_, Secret(longest + "x"), call_);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kInvalidValue);
  EXPECT_NE(refused.error().message.find("2560 bytes"), std::string::npos) << refused.error().message;
  EXPECT_EQ(refused.error().message.find("xx"), std::string::npos);
  EXPECT_EQ(store_.find(key_, call_)->password.reveal(), longest);
}

TEST_F(WindowsCredentialStoreTest, NeverAnswersForAUserWhoseNameDiffersInCase) {
  ASSERT_TRUE(store_.store(key_, Secret("s3cret"), call_));
  const CredentialKey other{key_.proxy, "Alice"};
  EXPECT_EQ(store_.find(other, call_).error().code, ErrorCode::kCredentialNotStored);
  ASSERT_TRUE(store_.forget(other, call_));
  EXPECT_TRUE(store_.find(key_, call_));
}

TEST_F(WindowsCredentialStoreTest, GivesEachStoredPasswordATimeOfItsOwn) {
  ASSERT_TRUE(store_.store(key_, Secret("one"), call_));
  const auto first = store_.status(key_, call_);
  ASSERT_TRUE(store_.store(key_, Secret("another"), call_));
  const auto second = store_.status(key_, call_);
  ASSERT_TRUE(first && first->modified && second && second->modified);
  EXPECT_LT(*first->modified, *second->modified);
}

TEST_F(WindowsCredentialStoreTest, TellsWhenThePasswordChanged) {
  ASSERT_TRUE(store_.store(key_, Secret("s3cret"), call_));
  const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  const auto found = store_.find(key_, call_);
  ASSERT_TRUE(found);
  EXPECT_LE(found->modified, now + 1s);
  EXPECT_GE(found->modified, now - 60s);
}

TEST_F(WindowsCredentialStoreTest, RefusesAUserThatIsNoText) {
  EXPECT_EQ(store_.find({key_.proxy, "\xff"}, call_).error().code, ErrorCode::kInvalidValue);
}

}  // namespace sallyport
