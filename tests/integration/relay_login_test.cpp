// The relay signs in at a real squid, for a real curl.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "platform/linux/tls_module.hpp"
#include "platform/linux/xdg_paths.hpp"
#include "platform/rejected_credential_files.hpp"
#include "relay/keychain_proxy_logins.hpp"
#include "relay/loopback_relay.hpp"
#include "support/fake_credential_store.hpp"
#include "support/fake_peer_admission.hpp"
#include "support/fake_system_proxy.hpp"
#include "support/origin_server.hpp"
#include "support/squid.hpp"

namespace sallyport::relay {
namespace {

using ::testing::AllOf;
using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::StartsWith;

constexpr std::chrono::sys_seconds kThen{std::chrono::seconds(1'700'000'000)};

/// The relay of one supervisor.
class SupervisorRelay {
 public:
  SupervisorRelay(CredentialStore& keychain, RejectedCredentials& rejected, RelayRules rules)
      : logins_({keychain, rejected, known_schemes(tls_), {}}) {
    port_ = relay_.open(std::move(rules), 0).value();
  }

  /// One curl with `count` requests, as many at once as it can; their statuses, then what it was told last.
  std::vector<std::string> get(std::uint16_t origin, int count, std::vector<std::string> options = {}) {
    options.insert(options.end(),
                   {"-s", "-o", "/dev/null", "-w", "%{http_code} %{http_connect}\n", "-Z", "--parallel-max", "50",
                    "--parallel-immediate", "-m", "30", "-x", "http://127.0.0.1:" + std::to_string(port_),
                    "http://origin.test:" + std::to_string(origin) + "/[1-" + std::to_string(count) + "]"});
    const auto ended = run(std::move(options));
    std::istringstream lines(ended.output);
    std::vector<std::string> statuses;
    for (std::string line; std::getline(lines, line);) statuses.push_back(line);
    return statuses;
  }
  std::string page(std::uint16_t origin) {
    return run({"-s", "-m", "30", "-x", "http://127.0.0.1:" + std::to_string(port_),
                "http://origin.test:" + std::to_string(origin) + "/"})
        .output;
  }
  void set_rules(RelayRules rules) { relay_.set_rules(std::move(rules)); }

 private:
  static HelperProcess::Ended run(std::vector<std::string> arguments) {
    return HelperProcess::start({"/usr/bin/curl", std::move(arguments), {}, {}, {}}, {},
                                HelperProcess::Streams::kCaptured)
        .value()
        ->finish(std::chrono::seconds(60), {})
        .value();
  }

  FakeSystemProxy system_proxy_;
  TlsModule tls_;
  FakePeerAdmission admission_;
  KeychainProxyLogins logins_;
  LoopbackRelay relay_{{system_proxy_, tls_, admission_, logins_}};
  std::uint16_t port_ = 0;
};

class RelayLoginTest : public ::testing::TestWithParam<Squid::Scheme> {
 protected:
  explicit RelayLoginTest(const std::string& more = {}) : squid(GetParam(), "alice", "right", more) {}

  RelayRules rules() const {
    RelayRules rules;
    CustomProxySettings& custom = rules.settings.custom_proxy;
    custom.enabled = true;
    custom.host = "127.0.0.1";
    custom.port = squid.port();
    custom.authentication = true;
    custom.username = "alice";
    return rules;
  }
  void store(const std::string& password, int seconds = 0) {
    keychain.set_time(kThen + std::chrono::seconds(seconds));
    const CredentialKey key{{ProxyProtocol::kHttp, "127.0.0.1", squid.port()}, "alice"};
    ASSERT_TRUE(keychain.store(key, Secret(password), {}));
  }
  std::string scheme() const { return GetParam() == Squid::Scheme::kBasic ? "Basic " : "Digest "; }

  OriginServer origin;
  Squid squid;
  FakeCredentialStore keychain;
  TemporaryDirectory directory;
  XdgPaths paths{Environment::from_block({"XDG_RUNTIME_DIR=" + directory.path().string()})};
  RejectedCredentialFiles rejected{paths};
};

INSTANTIATE_TEST_SUITE_P(Squid, RelayLoginTest, ::testing::Values(Squid::Scheme::kBasic, Squid::Scheme::kDigest),
                         [](const auto& test) { return test.param == Squid::Scheme::kBasic ? "Basic" : "Digest"; });

TEST_P(RelayLoginTest, SignsInForClientsThatKnowNoPassword) {
  store("right");
  SupervisorRelay relay(keychain, rejected, rules());
  EXPECT_THAT(relay.get(origin.port(), 1), Each("200 000"));
  EXPECT_EQ(squid.seen().front().authorization, "-") << "nothing before the proxy asks";
  EXPECT_THAT(relay.get(origin.port(), 50), AllOf(SizeIs(50), Each("200 000")));
  for (const Squid::Seen& login : squid.logins()) EXPECT_THAT(login.authorization, StartsWith(scheme()));
  for (const std::string& request : origin.requests())
    EXPECT_EQ(request.find("proxy-authorization"), std::string::npos);
}

TEST_P(RelayLoginTest, SignsInForTunnels) {
  store("right");
  SupervisorRelay relay(keychain, rejected, rules());
  EXPECT_THAT(relay.get(origin.port(), 20, {"--proxytunnel"}), AllOf(SizeIs(20), Each("200 200")));
  for (const Squid::Seen& login : squid.logins()) EXPECT_EQ(login.method, "CONNECT");
}

TEST_P(RelayLoginTest, SendsAWrongPasswordExactlyOnce) {
  store("wrong");
  SupervisorRelay relay(keychain, rejected, rules());
  EXPECT_THAT(relay.get(origin.port(), 20), AllOf(SizeIs(20), Each("407 000")));
  EXPECT_THAT(relay.get(origin.port(), 5, {"--proxytunnel"}), Each(HasSubstr("407")));
  EXPECT_THAT(relay.page(origin.port()), HasSubstr("refused the user name or the password of alice"));
  // Another supervisor of the user, and rules that are read again.
  SupervisorRelay other(keychain, rejected, rules());
  EXPECT_THAT(other.get(origin.port(), 5), Each("407 000"));
  relay.set_rules(rules());
  EXPECT_THAT(relay.get(origin.port(), 5), Each("407 000"));
  EXPECT_THAT(squid.logins(), SizeIs(1));
  EXPECT_THAT(origin.requests(), IsEmpty());
}

TEST_P(RelayLoginTest, GoesOnOnceThePasswordIsCorrected) {
  store("wrong");
  SupervisorRelay relay(keychain, rejected, rules());
  EXPECT_THAT(relay.get(origin.port(), 1), Each("407 000"));
  store("right", 1);
  relay.set_rules(rules());
  EXPECT_THAT(relay.get(origin.port(), 20), Each("200 000"));
  const auto logins = squid.logins();
  EXPECT_EQ(std::count_if(logins.begin(), logins.end(), [](const auto& login) { return login.status == 407; }), 1);
}

TEST_P(RelayLoginTest, OutlivesARestartOfTheProxy) {
  store("right");
  SupervisorRelay relay(keychain, rejected, rules());
  EXPECT_THAT(relay.get(origin.port(), 5), Each("200 000"));
  squid.restart();
  EXPECT_THAT(relay.get(origin.port(), 20), AllOf(SizeIs(20), Each("200 000")));
}

/// Nonces that are soon used up, and whose counts must arrive in order.
class StrictDigestTest : public RelayLoginTest {
 protected:
  StrictDigestTest() : RelayLoginTest("auth_param digest nonce_max_count 3\nauth_param digest nonce_strictness on\n") {}
};

INSTANTIATE_TEST_SUITE_P(Squid, StrictDigestTest, ::testing::Values(Squid::Scheme::kDigest));

TEST_P(StrictDigestTest, RenewsNonces) {
  store("right");
  SupervisorRelay relay(keychain, rejected, rules());
  // Each of the first requests may be handed a nonce of its own, which is good for two more.
  for (int i = 0; i < 6; ++i) EXPECT_THAT(relay.get(origin.port(), 40), AllOf(SizeIs(40), Each("200 000")));
  const auto stale = [](const Squid::Seen& login) { return login.status == 407; };
  const auto logins = squid.logins();
  EXPECT_GT(std::count_if(logins.begin(), logins.end(), stale), 10) << "three uses for each nonce";
}

}  // namespace
}  // namespace sallyport::relay
