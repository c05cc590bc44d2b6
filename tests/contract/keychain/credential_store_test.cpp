#include "sallyport/ports/credential_store.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "contract/keychain/credential_stores.hpp"
#include "support/fake_credential_store.hpp"

namespace sallyport {
namespace {

using namespace std::chrono_literals;

class CredentialStoreContract : public testing::TestWithParam<CredentialStoreKind> {
 protected:
  ~CredentialStoreContract() override {
    for (const auto& used : {key_, other_user_, other_port_, other_protocol_, other_host_}) {
      (void)store_->forget(used, call_);
    }
  }

  std::shared_ptr<CredentialStore> store_ = GetParam().make();
  CredentialCall call_{.timeout = 10s};
  CredentialKey key_{{ProxyProtocol::kHttp, "proxy.example.com", 8080}, "alice"};
  CredentialKey other_user_{key_.proxy, "bob"};
  CredentialKey other_port_{{ProxyProtocol::kHttp, "proxy.example.com", 8081}, "alice"};
  CredentialKey other_protocol_{{ProxyProtocol::kSocks5, "proxy.example.com", 8080}, "alice"};
  CredentialKey other_host_{{ProxyProtocol::kHttp, "example.com", 8080}, "alice"};
  CredentialKey address_{{ProxyProtocol::kHttps, "2001:db8::1", 3128}, "CORP\\алиса @ home"};
  CredentialKey idn_{{ProxyProtocol::kSocks5, "xn--bcher-kva.example", 65535}, "a=b&c"};
};

TEST_P(CredentialStoreContract, FindsWhatWasStored) {
  const auto stored = store_->store(key_, Secret("s3cret"), call_);
  ASSERT_TRUE(stored) << stored.error().message << stored.error().detail;
  const auto found = store_->find(key_, call_);
  ASSERT_TRUE(found) << found.error().message << found.error().detail;
  EXPECT_EQ(found->password.reveal(), "s3cret");
}

TEST_P(CredentialStoreContract, SaysThatNothingIsStored) {
  const auto found = store_->find(key_, call_);
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().code, ErrorCode::kCredentialNotStored);
  EXPECT_NE(found.error().message.find("alice at proxy.example.com:8080"), std::string::npos);
}

TEST_P(CredentialStoreContract, NeverAnswersForAnotherKey) {
  ASSERT_TRUE(store_->store(key_, Secret("s3cret"), call_));
  for (const auto& other : {other_user_, other_port_, other_protocol_, other_host_}) {
    const auto found = store_->find(other, call_);
    ASSERT_FALSE(found) << other.description();
    EXPECT_EQ(found.error().code, ErrorCode::kCredentialNotStored);
  }
}

TEST_P(CredentialStoreContract, KeepsOneItemForEachKey) {
  ASSERT_TRUE(store_->store(key_, Secret("of alice"), call_));
  ASSERT_TRUE(store_->store(other_user_, Secret("of bob"), call_));
  EXPECT_EQ(store_->find(key_, call_)->password.reveal(), "of alice");
  EXPECT_EQ(store_->find(other_user_, call_)->password.reveal(), "of bob");
}

TEST_P(CredentialStoreContract, ReplacesThePassword) {
  ASSERT_TRUE(store_->store(key_, Secret("old"), call_));
  ASSERT_TRUE(store_->store(key_, Secret("new"), call_));
  EXPECT_EQ(store_->find(key_, call_)->password.reveal(), "new");
  ASSERT_TRUE(store_->forget(key_, call_));
  EXPECT_FALSE(store_->find(key_, call_)) << "the old item stands behind the new one";
}

TEST_P(CredentialStoreContract, ForgetsTheItemAndNoOther) {
  ASSERT_TRUE(store_->store(key_, Secret("of alice"), call_));
  ASSERT_TRUE(store_->store(other_user_, Secret("of bob"), call_));
  ASSERT_TRUE(store_->forget(key_, call_));
  EXPECT_EQ(store_->find(key_, call_).error().code, ErrorCode::kCredentialNotStored);
  EXPECT_TRUE(store_->find(other_user_, call_));
}

TEST_P(CredentialStoreContract, ForgetsWhatIsNotThere) { EXPECT_TRUE(store_->forget(key_, call_)); }

TEST_P(CredentialStoreContract, TellsWhetherAnItemIsStored) {
  const auto before = store_->status(key_, call_);
  ASSERT_TRUE(before);
  EXPECT_EQ(before->stored, CredentialStatus::Stored::kNo);
  EXPECT_FALSE(before->modified);

  ASSERT_TRUE(store_->store(key_, Secret("s3cret"), call_));
  const auto after = store_->status(key_, call_);
  ASSERT_TRUE(after);
  EXPECT_EQ(after->stored, CredentialStatus::Stored::kYes);
  EXPECT_EQ(after->modified, store_->find(key_, call_)->modified);
}

TEST_P(CredentialStoreContract, KeepsEveryCharacter) {
  std::string every_length(2000, 'x');
  for (std::size_t i = 0; i < every_length.size(); ++i) every_length[i] = static_cast<char>('!' + i % 94);
  for (const std::string& password :
       {std::string("@:/#%?&=[]\\ \"'$"), std::string("pässwörd ключ 密码 🔑"), std::string(" "), every_length}) {
    ASSERT_TRUE(store_->store(key_, Secret(password), call_)) << password;
    const auto found = store_->find(key_, call_);
    ASSERT_TRUE(found) << password;
    EXPECT_EQ(found->password.reveal(), password);
  }
}

TEST_P(CredentialStoreContract, KeepsUsersAndHostsOfEveryKind) {
  for (const CredentialKey& key : {address_, idn_}) {
    ASSERT_TRUE(store_->store(key, Secret("s3cret"), call_));
    EXPECT_TRUE(store_->find(key, call_)) << key.description();
    EXPECT_TRUE(store_->forget(key, call_));
    EXPECT_FALSE(store_->find(key, call_));
  }
}

TEST_P(CredentialStoreContract, AnswersSeveralThreadsAtOnce) {
  ASSERT_TRUE(store_->store(key_, Secret("s3cret"), call_));
  std::vector<std::string> answers(4);
  std::vector<std::thread> threads;
  for (auto& answer : answers) {
    threads.emplace_back([&] {
      const auto found = store_->find(key_, call_);
      answer = found ? std::string(found->password.reveal()) : found.error().message;
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(answers, std::vector<std::string>(4, "s3cret"));
}

TEST_P(CredentialStoreContract, DoesNothingOnceItIsCancelled) {
  ASSERT_TRUE(store_->store(key_, Secret("s3cret"), call_));
  std::stop_source source;
  source.request_stop();
  const auto found = store_->find(key_, {.timeout = 10s, .stop = source.get_token()});
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().code, ErrorCode::kCancelled);
}

std::string name_of(const testing::TestParamInfo<CredentialStoreKind>& each) { return each.param.name; }

INSTANTIATE_TEST_SUITE_P(Memory, CredentialStoreContract,
                         testing::Values(CredentialStoreKind{"Fake",
                                                             [] { return std::make_shared<FakeCredentialStore>(); }}),
                         name_of);
INSTANTIATE_TEST_SUITE_P(Keychain, CredentialStoreContract, testing::ValuesIn(real_credential_stores()), name_of);

}  // namespace
}  // namespace sallyport
