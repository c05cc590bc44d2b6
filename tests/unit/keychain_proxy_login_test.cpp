#include "relay/keychain_proxy_logins.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <condition_variable>
#include <functional>
#include <future>
#include <mutex>
#include <thread>

#include "platform/common/openssl_digest_hash.hpp"
#include "sallyport/core/basic_authorization.hpp"
#include "support/fake_credential_store.hpp"
#include "support/fake_rejected_credentials.hpp"

namespace sallyport::relay {
namespace {

namespace asio = boost::asio;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;
using Step = FakeCredentialStore::Step;

constexpr std::chrono::sys_seconds kThen{std::chrono::seconds(1'700'000'000)};
const Endpoint kProxy{ProxyProtocol::kHttp, "proxy.example.com", 8080};
const CredentialKey kAlice{kProxy, "alice"};

std::string basic(const std::string& user, const std::string& password) {
  return std::string(basic_authorization(user, password).reveal());
}

/// A keychain whose `find` waits until it is let go or given up.
class SlowCredentialStore final : public CredentialStore {
 public:
  explicit SlowCredentialStore(CredentialStore& store) : store_(store) {}

  void hold() {
    const std::lock_guard lock(mutex_);
    held_ = true;
  }
  void let_go() {
    const std::lock_guard lock(mutex_);
    held_ = false;
    changed_.notify_all();
  }
  [[nodiscard]] bool is_asked() {
    const std::lock_guard lock(mutex_);
    return waiting_;
  }
  void wait_until_asked() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return waiting_; });
  }

  Result<StoredCredential> find(const CredentialKey& key, const CredentialCall& call) override {
    {
      std::unique_lock lock(mutex_);
      waiting_ = true;
      changed_.notify_all();
      changed_.wait(lock, call.stop, [&] { return !held_; });
      waiting_ = false;
    }
    return store_.find(key, call);
  }
  Result<void> store(const CredentialKey& key, const Secret& password, const CredentialCall& call) override {
    return store_.store(key, password, call);
  }
  Result<void> forget(const CredentialKey& key, const CredentialCall& call) override {
    return store_.forget(key, call);
  }
  Result<CredentialStatus> status(const CredentialKey& key, const CredentialCall& call) override {
    return store_.status(key, call);
  }

 private:
  CredentialStore& store_;
  std::mutex mutex_;
  std::condition_variable_any changed_;
  bool held_ = false;
  bool waiting_ = false;
};

/// What a proxy says to one value of Proxy-Authorization.
struct Answer {
  unsigned status = 200;
  std::vector<std::string> challenges = {};
};

class KeychainProxyLoginTest : public ::testing::Test {
 protected:
  KeychainProxyLoginTest() {
    rules.settings.custom_proxy = {true,    true, true, ProxyProtocol::kHttp, kProxy.host, kProxy.port, true,
                                   "alice", "",   ""};
    logins.set_rules(rules);
  }

  void store(const std::string& password, int seconds = 0) {
    keychain.set_time(kThen + std::chrono::seconds(seconds));
    ASSERT_TRUE(keychain.store(kAlice, Secret(password), {}));
  }
  LoginPorts ports() {
    return {slow,
            rejected,
            known_schemes(hash),
            [this](const PasswordNeeded& needed) { asked_user.push_back(needed); },
            {std::chrono::seconds(60), std::chrono::seconds(2), std::chrono::milliseconds(0),
             std::chrono::milliseconds(0), attempt_time}};
  }
  /// A proxy that takes this password by Basic.
  void accept_basic(const std::string& password) {
    proxy = [right = basic("alice", password)](const std::string& value) {
      return value == right ? Answer{} : Answer{407, {"Negotiate", "Basic realm=\"r\""}};
    };
  }

  /// As the relay sends one request: `200`, `407 REASON`, `503 REASON`.
  asio::awaitable<std::string> visit(std::shared_ptr<ProxyLogin> login) {
    std::unique_ptr<ProxyLogin::Pass> pass;
    for (int tries = 0; tries < 8; ++tries) {
      if (!pass) pass = co_await login->before({"GET", "http://example.com/", "example.com"});
      std::string value(pass->authorization());
      if (const Credential* offered = pass->credential()) {
        value = offered->username + ":" + std::string(offered->password.reveal());
      }
      sent.push_back(value);
      most_signed_under_way = std::max(most_signed_under_way, signed_under_way += value.empty() ? 0 : 1);
      for (int i = 0; i < 3; ++i) co_await asio::post(asio::use_awaitable);
      signed_under_way -= value.empty() ? 0 : 1;
      const Answer answer = proxy(value);
      auto verdict = co_await login->after(std::move(pass), answer.status, answer.challenges);
      if (verdict.next == ProxyLogin::Next::kPassOn) co_return std::to_string(answer.status);
      if (verdict.next == ProxyLogin::Next::kExplain) co_return std::to_string(verdict.status) + " " + verdict.reason;
      pass = std::move(verdict.next_leg);
    }
    co_return "endless";
  }
  std::vector<std::string> visit(int times, KeychainProxyLogins& by) {
    std::vector<std::future<std::string>> visits;
    for (int i = 0; i < times; ++i) visits.push_back(asio::co_spawn(io, visit(by.at(kProxy)), asio::use_future));
    return finish(visits);
  }
  std::vector<std::string> finish(std::vector<std::future<std::string>>& visits) {
    io.restart();
    io.run_for(std::chrono::seconds(20));
    std::vector<std::string> results;
    for (auto& result : visits) {
      const bool ended = result.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
      results.push_back(ended ? result.get() : "waits");
    }
    return results;
  }
  std::string visit() { return visit(1, logins).front(); }
  std::size_t signed_requests() const {
    return static_cast<std::size_t>(std::count_if(sent.begin(), sent.end(), [](const auto& s) { return !s.empty(); }));
  }
  std::size_t questions(Step step) const {
    const auto calls = keychain.calls();
    return static_cast<std::size_t>(
        std::count_if(calls.begin(), calls.end(), [&](const auto& c) { return c.first == step; }));
  }

  FakeCredentialStore keychain;
  SlowCredentialStore slow{keychain};
  FakeRejectedCredentials rejected;
  OpensslDigestHash hash;
  std::chrono::milliseconds attempt_time = std::chrono::seconds(15);
  std::vector<PasswordNeeded> asked_user;
  RelayRules rules;
  std::vector<std::string> sent;  ///< each request's Proxy-Authorization
  int signed_under_way = 0;
  int most_signed_under_way = 0;
  std::function<Answer(const std::string&)> proxy = [](const std::string&) { return Answer{}; };
  KeychainProxyLogins logins{ports()};
  asio::io_context io{1};
};

TEST_F(KeychainProxyLoginTest, LeavesAProxyAloneThatDoesNotAsk) {
  store("right");
  EXPECT_FALSE(logins.at(kProxy)->knows_what_is_asked("example.com"));
  EXPECT_EQ(visit(), "200");
  EXPECT_THAT(sent, ElementsAre(""));
  EXPECT_TRUE(logins.at(kProxy)->knows_what_is_asked("example.com"));
  EXPECT_FALSE(logins.at(kProxy)->knows_what_is_asked("other.example")) << "one host may be free, another not";
  EXPECT_EQ(questions(Step::kFind), 0U);
}

TEST_F(KeychainProxyLoginTest, SignsInOnceAskedAndThenAtOnce) {
  store("right");
  accept_basic("right");
  EXPECT_EQ(visit(), "200");
  EXPECT_TRUE(logins.at(kProxy)->knows_what_is_asked("example.com"));
  EXPECT_EQ(visit(), "200");
  EXPECT_THAT(sent, ElementsAre("", basic("alice", "right"), basic("alice", "right")));
  EXPECT_EQ(questions(Step::kFind), 1U);
  EXPECT_THAT(asked_user, IsEmpty());
}

TEST_F(KeychainProxyLoginTest, SendsAWrongPasswordOnceForTwentyRequests) {
  store("wrong");
  accept_basic("right");
  EXPECT_THAT(visit(20, logins), Each(StartsWith("407 The proxy refused the user name or the password of alice at "
                                                 "proxy.example.com:8080.")));
  EXPECT_EQ(signed_requests(), 1U);
  EXPECT_TRUE(rejected.contains(kAlice, kThen));
  EXPECT_THAT(asked_user, SizeIs(1));
  EXPECT_THAT(visit(5, logins), Each(HasSubstr("`sallyport credential set custom`")));
  EXPECT_EQ(signed_requests(), 1U);
  EXPECT_EQ(questions(Step::kFind), 1U) << "a refused item is not read again";
}

TEST_F(KeychainProxyLoginTest, LetsAllGoOnceOneIsProven) {
  store("right");
  accept_basic("right");
  EXPECT_THAT(visit(20, logins), Each("200"));
  EXPECT_EQ(signed_requests(), 20U);
  EXPECT_EQ(most_signed_under_way, 19) << "the first alone, then the others";
}

TEST_F(KeychainProxyLoginTest, SendsOneAtATimeWhileNothingIsProven) {
  store("right");
  for (const unsigned status : {502U, 503U, 403U, 400U}) {
    sent.clear();
    most_signed_under_way = 0;
    proxy = [&](const std::string& value) { return value.empty() ? Answer{407, {"Basic realm=r"}} : Answer{status}; };
    EXPECT_THAT(visit(10, logins), Each(std::to_string(status)));
    EXPECT_EQ(most_signed_under_way, 1);
    EXPECT_EQ(signed_requests(), 10U);
  }
  EXPECT_FALSE(rejected.contains(kAlice, kThen));
}

TEST_F(KeychainProxyLoginTest, TriesAgainWhenTheItemHasChanged) {
  store("wrong");
  accept_basic("right");
  EXPECT_THAT(visit(), StartsWith("407"));
  store("right", 1);
  EXPECT_EQ(visit(), "200");
  EXPECT_EQ(signed_requests(), 2U);
}

TEST_F(KeychainProxyLoginTest, KeepsARefusedItemRefusedWhenTheRulesAreReadAgain) {
  store("wrong");
  accept_basic("right");
  EXPECT_THAT(visit(), StartsWith("407"));
  logins.set_rules(rules);
  EXPECT_THAT(visit(3, logins), Each(StartsWith("407 The proxy refused")));
  EXPECT_EQ(signed_requests(), 1U);
}

TEST_F(KeychainProxyLoginTest, SendsNothingThatAnotherRelaySawRefused) {
  store("wrong");
  accept_basic("right");
  EXPECT_THAT(visit(), StartsWith("407"));
  KeychainProxyLogins other(ports());
  other.set_rules(rules);
  EXPECT_THAT(visit(5, other), Each(StartsWith("407 The proxy refused")));
  EXPECT_EQ(signed_requests(), 1U);
}

TEST_F(KeychainProxyLoginTest, HoldsBackWhatAnotherRelaySawRefusedMeanwhile) {
  store("wrong");
  proxy = [](const std::string& value) { return value.empty() ? Answer{407, {"Basic realm=r"}} : Answer{502}; };
  EXPECT_EQ(visit(), "502");
  rejected.mark(kAlice, kThen);
  EXPECT_THAT(visit(), StartsWith("407 The proxy refused"));
  EXPECT_EQ(signed_requests(), 1U);
}

TEST_F(KeychainProxyLoginTest, AsksItsUserOnceWhileNoPasswordIsStored) {
  accept_basic("right");
  EXPECT_THAT(visit(3, logins), Each(StartsWith("407")));
  logins.set_rules(rules);
  EXPECT_THAT(visit(3, logins), Each(StartsWith("407")));
  ASSERT_THAT(asked_user, SizeIs(1));
  EXPECT_EQ(asked_user[0].key, kAlice);
  EXPECT_FALSE(asked_user[0].refused.has_value());
  EXPECT_THAT(asked_user[0].explanation, HasSubstr("No password is stored for alice at proxy.example.com:8080"));
  rules.settings.custom_proxy.username = "bob";
  logins.set_rules(rules);
  EXPECT_THAT(visit(), StartsWith("407"));
  ASSERT_THAT(asked_user, SizeIs(2));
  EXPECT_EQ(asked_user[1].key.username, "bob");
}

TEST_F(KeychainProxyLoginTest, AsksItsUserOnceForEachPasswordThatIsRefused) {
  store("wrong");
  accept_basic("right");
  EXPECT_THAT(visit(5, logins), Each(StartsWith("407")));
  logins.set_rules(rules);
  EXPECT_THAT(visit(5, logins), Each(StartsWith("407")));
  ASSERT_THAT(asked_user, SizeIs(1));
  EXPECT_EQ(asked_user[0].refused, kThen);
  EXPECT_THAT(asked_user[0].explanation, HasSubstr("The proxy refused"));
  EXPECT_THAT(asked_user[0].explanation, Not(HasSubstr("wrong")));
  store("wrong, too", 1);
  EXPECT_THAT(visit(5, logins), Each(StartsWith("407")));
  ASSERT_THAT(asked_user, SizeIs(2));
  EXPECT_EQ(asked_user[1].refused, kThen + std::chrono::seconds(1));
  store("right", 2);
  EXPECT_EQ(visit(), "200");
  EXPECT_THAT(asked_user, SizeIs(2));
}

TEST_F(KeychainProxyLoginTest, OneOfSeveralRelaysAsks) {
  store("old");
  accept_basic("old");
  KeychainProxyLogins other(ports());
  other.set_rules(rules);
  EXPECT_EQ(visit(), "200");
  EXPECT_EQ(visit(1, other).front(), "200");
  accept_basic("new");
  EXPECT_THAT(visit(), StartsWith("407"));
  const std::size_t before = signed_requests();
  EXPECT_THAT(visit(3, other), Each(StartsWith("407")));
  EXPECT_EQ(signed_requests(), before) << "what was accepted once is not sent either";
  EXPECT_THAT(asked_user, SizeIs(1));
  // Who starts an app later is asked for it, once.
  KeychainProxyLogins later(ports());
  later.set_rules(rules);
  EXPECT_THAT(visit(3, later), Each(StartsWith("407")));
  EXPECT_THAT(asked_user, SizeIs(2));
}

TEST_F(KeychainProxyLoginTest, TriesOnceInAllRelays) {
  store("wrong");
  accept_basic("right");
  std::vector<std::unique_ptr<KeychainProxyLogins>> relays;
  std::vector<std::future<std::string>> visits;
  for (int i = 0; i < 5; ++i) {
    relays.push_back(std::make_unique<KeychainProxyLogins>(ports()));
    relays.back()->set_rules(rules);
    for (int j = 0; j < 3; ++j) {
      visits.push_back(asio::co_spawn(io, visit(relays.back()->at(kProxy)), asio::use_future));
    }
  }
  EXPECT_THAT(finish(visits), Each(StartsWith("407 The proxy refused")));
  EXPECT_EQ(signed_requests(), 1U);
  EXPECT_THAT(asked_user, Not(IsEmpty()));
}

TEST_F(KeychainProxyLoginTest, WaitsForTheAttemptOfAnotherProcess) {
  store("right");
  accept_basic("right");
  auto attempt = rejected.begin_attempt(kAlice);
  asio::steady_timer ends(io, std::chrono::milliseconds(120));
  ends.async_wait([&](const boost::system::error_code&) {
    EXPECT_EQ(signed_requests(), 0U);
    attempt.reset();
  });
  EXPECT_THAT(visit(3, logins), Each("200"));
}

TEST_F(KeychainProxyLoginTest, WaitsForNoAttemptForEver) {
  store("right");
  accept_basic("right");
  attempt_time = std::chrono::milliseconds(80);
  KeychainProxyLogins impatient(ports());
  impatient.set_rules(rules);
  {
    const auto elsewhere = rejected.begin_attempt(kAlice);
    EXPECT_THAT(visit(3, impatient), Each("200"));
  }
  KeychainProxyLogins other(ports());
  other.set_rules(rules);
  std::unique_ptr<ProxyLogin::Pass> hangs;
  asio::co_spawn(
      io,
      [&]() -> asio::awaitable<void> {
        const RequestLine line{"GET", "http://example.com/", "example.com"};
        const auto login = other.at(kProxy);
        const std::vector<std::string> challenges{"Basic realm=r"};
        auto pass = co_await login->before(line);
        (void)co_await login->after(std::move(pass), 407, challenges);
        hangs = co_await login->before(line);
      },
      asio::detached);
  EXPECT_THAT(visit(3, other), Each("200"));
  EXPECT_FALSE(hangs->authorization().empty());
}

TEST_F(KeychainProxyLoginTest, AsksItsUserWhenAProvenPasswordIsRefusedToManyAtOnce) {
  store("old");
  accept_basic("old");
  EXPECT_EQ(visit(), "200");
  accept_basic("new");
  EXPECT_THAT(visit(10, logins), Each(StartsWith("407")));
  EXPECT_THAT(asked_user, SizeIs(1));
}

TEST_F(KeychainProxyLoginTest, TakesAnOddRefusalForOne) {
  store("wrong");
  proxy = [](const std::string& value) {
    return value.empty() ? Answer{407, {"Basic realm=r"}} : Answer{407, {"Negotiate"}};
  };
  EXPECT_THAT(visit(), StartsWith("407"));
  EXPECT_TRUE(rejected.contains(kAlice, kThen));
  EXPECT_THAT(visit(3, logins), Each(StartsWith("407")));
  EXPECT_EQ(signed_requests(), 1U);
}

TEST_F(KeychainProxyLoginTest, AsksNobodyForWhatCannotBeEntered) {
  accept_basic("right");
  rules.settings.custom_proxy.authentication = false;
  logins.set_rules(rules);
  EXPECT_THAT(visit(), StartsWith("407"));
  EXPECT_THAT(asked_user, IsEmpty());
}

TEST_F(KeychainProxyLoginTest, TurnsToTheNewPasswordWithinTheRequest) {
  store("old");
  accept_basic("old");
  EXPECT_EQ(visit(), "200");
  accept_basic("new");
  store("new", 1);
  EXPECT_EQ(visit(), "200");
  EXPECT_THAT(sent, ElementsAre("", basic("alice", "old"), basic("alice", "old"), basic("alice", "new")));
}

TEST_F(KeychainProxyLoginTest, StopsWhenAProvenPasswordIsRefused) {
  store("old");
  accept_basic("old");
  EXPECT_EQ(visit(), "200");
  accept_basic("new");
  EXPECT_THAT(visit(), StartsWith("407"));
  EXPECT_THAT(visit(10, logins), Each(StartsWith("407")));
  EXPECT_EQ(signed_requests(), 2U);
}

TEST_F(KeychainProxyLoginTest, ADroppedPassLeavesTheTurnToTheNext) {
  store("right");
  accept_basic("right");
  proxy = [&, dropped = false, before = proxy](const std::string& value) mutable {
    if (!value.empty() && !std::exchange(dropped, true)) throw std::runtime_error("the connection broke");
    return before(value);
  };
  std::vector<std::future<std::string>> visits;
  for (int i = 0; i < 10; ++i) visits.push_back(asio::co_spawn(io, visit(logins.at(kProxy)), asio::use_future));
  io.run_for(std::chrono::seconds(20));
  int broken = 0;
  for (auto& result : visits) {
    ASSERT_EQ(result.wait_for(std::chrono::seconds(0)), std::future_status::ready) << "nobody waits for ever";
    try {
      EXPECT_EQ(result.get(), "200");
    } catch (const std::runtime_error&) {
      ++broken;
    }
  }
  EXPECT_EQ(broken, 1);
}

TEST_F(KeychainProxyLoginTest, LeavesAWaitThatEndsWithTheRelay) {
  store("right");
  {
    asio::io_context short_lived(1);
    accept_basic("right");
    slow.hold();
    for (int i = 0; i < 3; ++i) asio::co_spawn(short_lived, visit(logins.at(kProxy)), asio::use_future);
    while (sent.size() < 3) short_lived.run_one();
    while (!slow.is_asked()) short_lived.run_one_for(std::chrono::milliseconds(1));
    logins.stop();
  }
  slow.let_go();
  EXPECT_EQ(visit(), "200") << "and a new relay starts afresh";
}

TEST_F(KeychainProxyLoginTest, WaitsForASlowKeychain) {
  store("right");
  accept_basic("right");
  slow.hold();
  std::vector<std::future<std::string>> visits;
  for (int i = 0; i < 10; ++i) visits.push_back(asio::co_spawn(io, visit(logins.at(kProxy)), asio::use_future));
  std::jthread hand([&] {
    slow.wait_until_asked();
    slow.let_go();
  });
  EXPECT_THAT(finish(visits), Each("200"));
  EXPECT_EQ(questions(Step::kFind), 1U) << "one question for all";
}

TEST_F(KeychainProxyLoginTest, AsksAnewWhenTheRulesChangeDuringAQuestion) {
  store("right");
  accept_basic("right");
  slow.hold();
  std::vector<std::future<std::string>> visits;
  visits.push_back(asio::co_spawn(io, visit(logins.at(kProxy)), asio::use_future));
  std::jthread hand([&] {
    slow.wait_until_asked();
    asio::post(io, [&] {
      logins.set_rules(rules);
      slow.let_go();
    });
  });
  EXPECT_THAT(finish(visits), ElementsAre("200"));
}

TEST_F(KeychainProxyLoginTest, SaysWhatIsWrongWithTheKeychain) {
  accept_basic("right");
  EXPECT_THAT(visit(), HasSubstr("No password is stored for alice at proxy.example.com:8080."));
  EXPECT_THAT(asked_user, SizeIs(1));
  for (const ErrorCode code : {ErrorCode::kKeychainLocked, ErrorCode::kKeychainAbsent, ErrorCode::kKeychainFailed}) {
    logins.set_rules(rules);
    keychain.fail_all(code);
    EXPECT_THAT(visit(3, logins), Each("503 The keychain of this test refuses."));
  }
  logins.set_rules(rules);
  keychain.fail_all(ErrorCode::kTimedOut);
  EXPECT_THAT(visit(), HasSubstr("The keychain did not answer in time"));
  EXPECT_EQ(signed_requests(), 0U);
}

TEST_F(KeychainProxyLoginTest, SignsInWithAPasswordThatIsStoredLater) {
  accept_basic("right");
  EXPECT_THAT(visit(), HasSubstr("No password is stored"));
  store("right");
  EXPECT_EQ(visit(), "200");
}

TEST_F(KeychainProxyLoginTest, PromptsOnceForALockedKeychainAndGoesOnWhenItIsUnlocked) {
  store("right");
  accept_basic("right");
  keychain.set_locked(true);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(visit(), "503 The keychain is locked.");
  EXPECT_EQ(questions(Step::kFind), 1U) << "`find` prompts";
  keychain.set_locked(false);
  EXPECT_EQ(visit(), "200");
  EXPECT_THAT(asked_user, IsEmpty()) << "there is nothing to enter";
}

TEST_F(KeychainProxyLoginTest, NamesWhatTheProxyOffersInVain) {
  store("right");
  proxy = [](const std::string&) { return Answer{407, {"Negotiate", "NTLM"}}; };
  EXPECT_THAT(visit(), StartsWith("407 The proxy proxy.example.com:8080 offers Negotiate and NTLM only"));
  proxy = [](const std::string&) { return Answer{407, {}}; };
  EXPECT_THAT(visit(), HasSubstr("not in a way that can be read"));
  EXPECT_EQ(signed_requests(), 0U);
}

TEST_F(KeychainProxyLoginTest, SendsNothingToAProxyThatTheSettingsDoNotName) {
  store("right");
  accept_basic("right");
  std::vector<std::future<std::string>> visits;
  visits.push_back(
      asio::co_spawn(io, visit(logins.at({ProxyProtocol::kHttp, "evil.example.com", 8080})), asio::use_future));
  EXPECT_THAT(finish(visits), Each(HasSubstr("the settings hold none for it")));
  EXPECT_EQ(signed_requests(), 0U);
  EXPECT_THAT(keychain.calls(), Not(::testing::Contains(::testing::Pair(Step::kFind, ::testing::_))));
}

TEST_F(KeychainProxyLoginTest, SaysThatTheSettingsHoldNoLogin) {
  rules.settings.custom_proxy.authentication = false;
  logins.set_rules(rules);
  accept_basic("right");
  EXPECT_THAT(visit(), HasSubstr("wants a login, and the settings hold none for it"));
  EXPECT_THAT(asked_user, IsEmpty());
}

TEST_F(KeychainProxyLoginTest, GivesOneLoginToEachProxy) {
  EXPECT_EQ(logins.at(kProxy), logins.at(kProxy));
  EXPECT_NE(logins.at(kProxy), logins.at({ProxyProtocol::kHttps, kProxy.host, kProxy.port}));
}

class GivenCredentialTest : public KeychainProxyLoginTest {
 protected:
  void give(const std::string& password) {
    rules.settings.custom_proxy.enabled = false;
    rules.settings.system_proxy = {true, false, false, ""};
    rules.system.mode = SystemProxyConfiguration::Mode::kManual;
    rules.system.http = SystemProxyServer{kProxy, Credential{"alice", Secret(password)}};
    logins.set_rules(rules);
  }
};

TEST_F(GivenCredentialTest, IsUsedWithoutAKeychain) {
  give("right");
  accept_basic("right");
  EXPECT_THAT(visit(5, logins), Each("200"));
  EXPECT_THAT(keychain.calls(), IsEmpty());
}

TEST_F(GivenCredentialTest, YieldsToWhatIsStored) {
  give("given");
  rules.settings.system_proxy = {true, false, true, "alice"};
  logins.set_rules(rules);
  store("stored");
  accept_basic("stored");
  EXPECT_EQ(visit(), "200");
  EXPECT_EQ(signed_requests(), 1U);
}

TEST_F(GivenCredentialTest, IsNotSentAgainUntilItHasChanged) {
  give("wrong");
  accept_basic("right");
  EXPECT_THAT(visit(10, logins), Each(HasSubstr("that stand in the proxy's address")));
  give("wrong");
  EXPECT_THAT(visit(10, logins), Each(HasSubstr("that stand in the proxy's address")));
  EXPECT_EQ(signed_requests(), 1U);
  give("right");
  EXPECT_EQ(visit(), "200");
}

class DigestLoginTest : public KeychainProxyLoginTest {
 protected:
  DigestLoginTest() { store("right"); }
  static Answer challenge(const std::string& nonce, bool stale = false) {
    return {407, {"Digest realm=\"r\", qop=\"auth\", nonce=\"" + nonce + "\"" + (stale ? ", stale=true" : "")}};
  }
};

TEST_F(DigestLoginTest, RenewsAStaleNonceWithoutLosingThePassword) {
  std::string nonce = "a";
  proxy = [&](const std::string& value) {
    if (value.find("nonce=\"" + nonce + "\"") != std::string::npos) return Answer{};
    return challenge(nonce, !value.empty());
  };
  EXPECT_THAT(visit(20, logins), Each("200"));
  nonce = "b";
  EXPECT_THAT(visit(20, logins), Each("200"));
  EXPECT_FALSE(rejected.contains(kAlice, kThen));
  EXPECT_THAT(asked_user, IsEmpty());
}

TEST_F(DigestLoginTest, EndsWithAProxyThatCallsEverythingStale) {
  int nonces = 0;
  proxy = [&](const std::string& value) { return challenge(std::to_string(++nonces), !value.empty()); };
  EXPECT_THAT(visit(), HasSubstr("came too late"));
  EXPECT_EQ(signed_requests(), 4U);
  EXPECT_FALSE(rejected.contains(kAlice, kThen));
}

TEST_F(DigestLoginTest, TakesA407WithoutStaleForARefusal) {
  int nonces = 0;
  proxy = [&](const std::string&) { return challenge(std::to_string(++nonces)); };
  EXPECT_THAT(visit(20, logins), Each(StartsWith("407 The proxy refused")));
  EXPECT_EQ(signed_requests(), 1U);
}

TEST_F(DigestLoginTest, FollowsAProxyThatTurnsFromBasicToDigest) {
  accept_basic("right");
  EXPECT_EQ(visit(), "200");
  proxy = [&](const std::string& value) { return value.starts_with("Digest ") ? Answer{} : challenge("n"); };
  EXPECT_THAT(visit(5, logins), Each("200"));
  EXPECT_EQ(most_signed_under_way, 5);
}

TEST_F(DigestLoginTest, DoesNotTryAnotherSchemeWithAPasswordThatNeverWorked) {
  proxy = [&](const std::string& value) {
    return value.starts_with("Digest ") ? Answer{407, {"Basic realm=r"}} : challenge("n");
  };
  EXPECT_THAT(visit(3, logins), Each(StartsWith("407 The proxy refused")));
  EXPECT_EQ(signed_requests(), 1U);
}

TEST_F(DigestLoginTest, SaysThatBasicCannotCarryTheUser) {
  rules.settings.custom_proxy.username = "al:ice";
  logins.set_rules(rules);
  ASSERT_TRUE(keychain.store({kProxy, "al:ice"}, Secret("right"), {}));
  accept_basic("right");
  EXPECT_THAT(visit(), HasSubstr("cannot carry a user name with \":\""));
  EXPECT_EQ(signed_requests(), 0U);
}

/// A scheme as NTLM has it: `one`, a token of the proxy's, `two TOKEN`.
class TwoLegs final : public AuthenticationScheme {
 public:
  bool is_continued_by(const AuthenticationChallenge& challenge) const override { return challenge.scheme == "twoleg"; }
  void hear(const AuthenticationChallenge&) override {}
  std::unique_ptr<AuthenticationExchange> begin(std::shared_ptr<const Credential>) override {
    return std::make_unique<Exchange>();
  }

 private:
  class Exchange final : public AuthenticationExchange {
   public:
    Result<Secret> authorization(const RequestLine&) override {
      return Secret(token_.empty() ? std::string("one") : "two " + token_);
    }
    Outcome challenged(const AuthenticationChallenge& challenge) override {
      if (challenge.token68.empty()) return Outcome::kRefused;
      token_ = challenge.token68;
      return Outcome::kNextLeg;
    }

   private:
    std::string token_;
  };
};

TEST_F(KeychainProxyLoginTest, CarriesSchemesOfSeveralLegs) {
  store("right");
  LoginPorts with_legs = ports();
  with_legs.schemes.judge = [](std::span<const AuthenticationChallenge> all) { return SchemeOffer{&all.front(), {}}; };
  with_legs.schemes.make = [](const AuthenticationChallenge&) { return std::make_unique<TwoLegs>(); };
  KeychainProxyLogins two(with_legs);
  two.set_rules(rules);
  proxy = [](const std::string& value) {
    if (value == "two abc") return Answer{};
    return Answer{407, {value == "one" ? "TwoLeg abc" : "TwoLeg"}};
  };
  EXPECT_EQ(visit(1, two).front(), "200");
  EXPECT_THAT(sent, ElementsAre("", "one", "two abc"));
  proxy = [](const std::string& value) { return Answer{407, {value == "one" ? "TwoLeg abc" : "TwoLeg"}}; };
  EXPECT_THAT(visit(10, two), Each(StartsWith("407 The proxy refused")));
}

class SocksLoginTest : public KeychainProxyLoginTest {
 protected:
  SocksLoginTest() {
    rules.settings.custom_proxy.protocol = ProxyProtocol::kSocks5;
    logins.set_rules(rules);
  }
  std::vector<std::string> visit_socks(int times) {
    std::vector<std::future<std::string>> visits;
    for (int i = 0; i < times; ++i) visits.push_back(asio::co_spawn(io, visit(logins.at(kSocks)), asio::use_future));
    return finish(visits);
  }

  const Endpoint kSocks{ProxyProtocol::kSocks5, kProxy.host, kProxy.port};
  const CredentialKey key{kSocks, "alice"};
};

TEST_F(SocksLoginTest, OffersWhatIsStored) {
  ASSERT_TRUE(keychain.store(key, Secret("right"), {}));
  EXPECT_TRUE(logins.at(kSocks)->knows_what_is_asked("example.com"));
  EXPECT_THAT(visit_socks(5), Each("200"));
  EXPECT_THAT(sent, Each("alice:right"));
}

TEST_F(SocksLoginTest, OffersAWrongPasswordOnce) {
  ASSERT_TRUE(keychain.store(key, Secret("wrong"), {}));
  proxy = [](const std::string&) { return Answer{407, {}}; };
  EXPECT_THAT(visit_socks(10), Each(StartsWith("407 The proxy refused")));
  EXPECT_EQ(signed_requests(), 1U);
  EXPECT_TRUE(rejected.contains(key, kThen));
}

TEST_F(SocksLoginTest, OffersNothingWhereNothingIsStored) {
  EXPECT_THAT(visit_socks(2), Each("200"));
  EXPECT_THAT(sent, Each(""));
  proxy = [](const std::string&) { return Answer{407, {}}; };
  EXPECT_THAT(visit_socks(2), Each(HasSubstr("No password is stored")));
}

}  // namespace
}  // namespace sallyport::relay
