#include "app/unsaved_credentials.hpp"

#include <gtest/gtest.h>

#include "support/fake_credential_store.hpp"
#include "support/fake_rejected_credentials.hpp"

namespace sallyport {
namespace {

const CredentialKey kAlice{{ProxyProtocol::kHttp, "proxy.example.com", 8080}, "alice"};
const CredentialKey kBob{{ProxyProtocol::kHttp, "proxy.example.com", 8080}, "bob"};

class UnsavedCredentialsTest : public ::testing::Test {
 protected:
  void type(const std::string& password) {
    std::vector<CredentialEdit> edits;
    edits.push_back({kAlice, Secret(password)});
    unsaved.set(std::move(edits));
  }
  void forget() {
    std::vector<CredentialEdit> edits;
    edits.push_back({kAlice, std::nullopt});
    unsaved.set(std::move(edits));
  }
  std::string found(const CredentialKey& key) {
    const auto credential = unsaved.find(key, {});
    return credential ? std::string(credential->password.reveal()) : "";
  }
  std::chrono::sys_seconds modified() { return unsaved.find(kAlice, {})->modified; }

  FakeCredentialStore keychain;
  FakeRejectedCredentials rejected;
  UnsavedCredentials unsaved{keychain, rejected};
};

TEST_F(UnsavedCredentialsTest, StandBeforeWhatIsStored) {
  ASSERT_TRUE(keychain.store(kAlice, Secret("stored"), {}));
  ASSERT_TRUE(keychain.store(kBob, Secret("bob's"), {}));
  EXPECT_EQ(found(kAlice), "stored");
  type("typed");
  EXPECT_EQ(found(kAlice), "typed");
  EXPECT_EQ(unsaved.status(kAlice, {})->stored, CredentialStatus::Stored::kYes);
  EXPECT_EQ(unsaved.status(kAlice, {})->modified, modified());
  EXPECT_EQ(found(kBob), "bob's");
  unsaved.set({});
  EXPECT_EQ(found(kAlice), "stored");
}

TEST_F(UnsavedCredentialsTest, HideWhatIsToBeForgotten) {
  ASSERT_TRUE(keychain.store(kAlice, Secret("stored"), {}));
  forget();
  const auto credential = unsaved.find(kAlice, {});
  ASSERT_FALSE(credential);
  EXPECT_EQ(credential.error().code, ErrorCode::kCredentialNotStored);
  EXPECT_EQ(unsaved.status(kAlice, {})->stored, CredentialStatus::Stored::kNo);
  EXPECT_EQ(keychain.find(kAlice, {})->password.reveal(), "stored") << "nothing is changed by it";
}

TEST_F(UnsavedCredentialsTest, RememberWhatWasRefusedUntilTheTextChanges) {
  type("wrong");
  EXPECT_FALSE(unsaved.contains(kAlice, modified()));
  EXPECT_FALSE(unsaved.has_refused());
  EXPECT_TRUE(unsaved.mark(kAlice, modified()));
  EXPECT_FALSE(unsaved.mark(kAlice, modified())) << "it is no news any more";
  EXPECT_TRUE(unsaved.contains(kAlice, modified()));
  EXPECT_TRUE(unsaved.has_refused());

  type("wrong");
  EXPECT_TRUE(unsaved.contains(kAlice, modified())) << "typed anew, it is the same";
  type("right");
  EXPECT_FALSE(unsaved.contains(kAlice, modified()));
  EXPECT_FALSE(unsaved.has_refused());
  type("wrong");
  EXPECT_TRUE(unsaved.contains(kAlice, modified())) << "after another one it is still wrong";
}

TEST_F(UnsavedCredentialsTest, KeepTheirMarksFromThoseOfTheKeychain) {
  const std::chrono::sys_seconds stored{std::chrono::seconds(1'700'000'000)};
  keychain.set_time(stored);
  ASSERT_TRUE(keychain.store(kAlice, Secret("wrong"), {}));
  EXPECT_TRUE(unsaved.mark(kAlice, stored));
  EXPECT_TRUE(rejected.contains(kAlice, stored));
  EXPECT_TRUE(unsaved.contains(kAlice, stored));
  EXPECT_FALSE(unsaved.has_refused());

  type("wrong");
  EXPECT_FALSE(unsaved.contains(kAlice, modified())) << "what is typed is a new entry";
  EXPECT_TRUE(unsaved.mark(kAlice, modified()));
  EXPECT_FALSE(rejected.contains(kAlice, modified())) << "and never stands among the keychain's";
}

}  // namespace
}  // namespace sallyport
