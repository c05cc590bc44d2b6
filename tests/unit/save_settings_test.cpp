#include "app/save_settings.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "app/load_settings.hpp"
#include "support/fake_credential_store.hpp"
#include "support/fake_menu_entries.hpp"
#include "support/fake_settings_storage.hpp"

namespace sallyport {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class SaveSettingsTest : public ::testing::Test {
 protected:
  static CredentialKey key(const std::string& host) { return {{ProxyProtocol::kHttp, host, 8080}, "alice"}; }

  static Result<void> use_proxy(Settings& settings) {
    CustomProxySettings& custom = settings.proxy.custom_proxy;
    custom.enabled = true;
    custom.host = "proxy.example.com";
    custom.authentication = true;
    custom.username = "alice";
    return {};
  }

  tl::expected<SaveReport, SaveFailure> save(const std::function<Result<void>(Settings&)>& edit,
                                             const std::vector<CredentialEdit>& edits = {}) {
    return SaveSettings(storage_, credentials_, menu_).save(edit, edits, {});
  }

  std::vector<CredentialEdit> password(const std::string& text) {
    std::vector<CredentialEdit> edits;
    edits.push_back({key("proxy.example.com"), Secret(text)});
    return edits;
  }

  FakeSettingsStorage storage_;
  FakeCredentialStore credentials_;
  FakeMenuEntries menu_;
};

TEST_F(SaveSettingsTest, StoresThePasswordAndWritesTheRest) {
  const auto saved = save(use_proxy, password("canary"));
  ASSERT_TRUE(saved);
  EXPECT_THAT(saved->warnings, IsEmpty());
  EXPECT_EQ(credentials_.password(key("proxy.example.com"))->reveal(), "canary");
  EXPECT_EQ(load_settings(storage_)->proxy.custom_proxy.host, "proxy.example.com");
  EXPECT_THAT(*storage_.text, ::testing::Not(HasSubstr("canary")));
}

TEST_F(SaveSettingsTest, BrokenRulesTouchNothing) {
  const auto saved = save(
      [](Settings& settings) {
        settings.proxy.custom_proxy.port = 0;
        settings.proxy.custom_proxy.username = "a:b";
        return Result<void>();
      },
      password("canary"));
  ASSERT_FALSE(saved);
  EXPECT_EQ(saved.error().fields.size(), 2U) << "all errors at once";
  EXPECT_FALSE(saved.error().error);
  EXPECT_FALSE(storage_.text);
  EXPECT_EQ(credentials_.size(), 0U);
}

TEST_F(SaveSettingsTest, KeychainThatRefusesLeavesTheFile) {
  credentials_.fail(FakeCredentialStore::Step::kStore, ErrorCode::kKeychainLocked);
  const auto saved = save(use_proxy, password("canary"));
  ASSERT_FALSE(saved);
  EXPECT_EQ(saved.error().error->code, ErrorCode::kKeychainLocked);
  EXPECT_FALSE(storage_.text);
}

/// A keychain whose service leaves the session after one password, and is back when it is asked to forget.
class LeavingCredentialStore : public CredentialStore {
 public:
  explicit LeavingCredentialStore(FakeCredentialStore& credentials) : credentials_(credentials) {}

  Result<StoredCredential> find(const CredentialKey& key, const CredentialCall& call) override {
    return credentials_.find(key, call);
  }
  Result<void> store(const CredentialKey& key, const Secret& password, const CredentialCall& call) override {
    if (credentials_.size() > 0) return failure(ErrorCode::kKeychainAbsent, "Gone.");
    return credentials_.store(key, password, call);
  }
  Result<void> forget(const CredentialKey& key, const CredentialCall& call) override {
    return credentials_.forget(key, call);
  }
  Result<CredentialStatus> status(const CredentialKey& key, const CredentialCall& call) override {
    return credentials_.status(key, call);
  }

 private:
  FakeCredentialStore& credentials_;
};

TEST_F(SaveSettingsTest, KeychainThatGoesAwayBetweenTwoPasswordsTakesTheFirstBack) {
  std::vector<CredentialEdit> edits = password("first");
  edits.push_back({key("other.example.com"), Secret("second")});
  LeavingCredentialStore leaving(credentials_);
  const auto saved = SaveSettings(storage_, leaving, menu_).save(use_proxy, edits, {});
  ASSERT_FALSE(saved);
  EXPECT_EQ(saved.error().error->code, ErrorCode::kKeychainAbsent);
  EXPECT_EQ(credentials_.size(), 0U);
  EXPECT_FALSE(storage_.text);
}

TEST_F(SaveSettingsTest, FullDiskPutsTheOldPasswordBack) {
  ASSERT_TRUE(save(use_proxy, password("old")));
  const auto before = storage_.text;
  storage_.write_error = Error{ErrorCode::kIo, "No space left."};
  const auto saved = save(
      [](Settings& settings) {
        settings.proxy.custom_proxy.bypass = "x";
        return Result<void>();
      },
      password("new"));
  ASSERT_FALSE(saved);
  EXPECT_EQ(saved.error().error->code, ErrorCode::kIo);
  EXPECT_EQ(storage_.text, before);
  EXPECT_EQ(credentials_.password(key("proxy.example.com"))->reveal(), "old");
}

TEST_F(SaveSettingsTest, FullDiskRemovesAPasswordThatWasNotThere) {
  storage_.write_error = Error{ErrorCode::kIo, "No space left."};
  EXPECT_FALSE(save(use_proxy, password("new")));
  EXPECT_EQ(credentials_.size(), 0U);
}

TEST_F(SaveSettingsTest, ForgetsAPassword) {
  ASSERT_TRUE(save(use_proxy, password("old")));
  std::vector<CredentialEdit> forget;
  forget.push_back({key("proxy.example.com"), std::nullopt});
  ASSERT_TRUE(save([](Settings&) { return Result<void>(); }, forget));
  EXPECT_EQ(credentials_.size(), 0U);
}

TEST_F(SaveSettingsTest, FileThatCannotBeReadIsNotOverwritten) {
  storage_.text = "this is not TOML";
  const auto saved = save(use_proxy, password("canary"));
  ASSERT_FALSE(saved);
  EXPECT_EQ(saved.error().error->code, ErrorCode::kInvalidSettings);
  EXPECT_EQ(*storage_.text, "this is not TOML");
  EXPECT_EQ(credentials_.size(), 0U);
}

TEST_F(SaveSettingsTest, NewServerWithoutAPasswordSavesAndSaysSo) {
  ASSERT_TRUE(save(use_proxy, password("old")));
  const auto saved = save([](Settings& settings) {
    settings.proxy.custom_proxy.host = "new.example.com";
    return Result<void>();
  });
  ASSERT_TRUE(saved);
  EXPECT_THAT(saved->warnings, ElementsAre("No password is stored for alice at new.example.com:8080."));
  EXPECT_TRUE(credentials_.password(key("proxy.example.com"))) << "the old item stays until it is forgotten";
}

TEST_F(SaveSettingsTest, SavesWithoutAKeychainWhenNoPasswordIsConcerned) {
  credentials_.fail_all(ErrorCode::kKeychainAbsent);
  const auto saved = save(use_proxy);
  ASSERT_TRUE(saved);
  EXPECT_THAT(saved->warnings, IsEmpty());
}

TEST_F(SaveSettingsTest, MenuFollowsTheClients) {
  const auto edit_client = [](bool menu, const std::string& name) {
    return [=](Settings& settings) {
      settings.clients.resize(1);
      settings.clients[0].id = "curl";
      settings.clients[0].name = name;
      settings.clients[0].command = "curl";
      settings.clients[0].menu = menu;
      return Result<void>();
    };
  };
  Client client;
  client.id = "curl";
  ASSERT_TRUE(save(edit_client(true, "curl")));
  EXPECT_TRUE(menu_.has(client));
  ASSERT_TRUE(save(edit_client(false, "curl")));
  EXPECT_FALSE(menu_.has(client));
  ASSERT_TRUE(save(edit_client(true, "curl")));
  ASSERT_TRUE(save([](Settings& settings) {
    settings.clients.clear();
    return Result<void>();
  }));
  EXPECT_FALSE(menu_.has(client));
}

}  // namespace
}  // namespace sallyport
